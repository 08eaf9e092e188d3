import { recordService, type RecordService } from '../records/service.ts';
import type { ListInput, RecordFilter } from '../records/types.ts';
import { meetingTable, type MeetingFilterFields } from './table.ts';

export type MeetingFilter = RecordFilter & MeetingFilterFields;
export type MeetingListInput = ListInput<MeetingFilter>;

const records = recordService(meetingTable);

/** `confirmLost` among the values: the person was told which changed occurrences are lost. */
export const meetingRecords: RecordService = {
  ...records,
  create: (crm, actor, { values: { confirmLost: _nothing, ...values }, ...input }) =>
    records.create(crm, actor, { ...input, values }),
  update: (crm, actor, { values: { confirmLost, ...values }, ...input }) =>
    records.update(crm, actor, { ...input, values, confirmed: confirmLost === true }),
};

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
