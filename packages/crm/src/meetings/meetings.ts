import { recordService } from '../records/service.ts';
import type { ListInput, RecordFilter } from '../records/types.ts';
import { meetingTable, type MeetingFilterFields } from './table.ts';

export type MeetingFilter = RecordFilter & MeetingFilterFields;
export type MeetingListInput = ListInput<MeetingFilter>;

export const meetingRecords = recordService(meetingTable);

export const {
  get: getMeeting,
  list: listMeetings,
  create: createMeeting,
  update: updateMeeting,
  delete: deleteMeeting,
  restore: restoreMeeting,
  massUpdate: massUpdateMeetings,
  massDelete: massDeleteMeetings,
  timeline: meetingTimeline,
  export: exportMeetings,
  readImport: readMeetingImport,
} = meetingRecords;
