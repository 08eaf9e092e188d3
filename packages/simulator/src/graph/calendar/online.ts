import { newGuid } from '../../state/ids.ts';
import type { Json, JsonObject, SimulatorState } from '../../state/types.ts';
import { isObject, textOf } from '../body.ts';
import { invalidRequest } from './errors.ts';

/** The providers that this tenant's calendars allow. */
export const PROVIDERS = ['teamsForBusiness'];

export const NOT_ONLINE: JsonObject = {
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  onlineMeeting: null,
};

/**
 * What becomes of the online meeting when `values` are written over `before`: made once, never changed or taken back by its own fields;
 * a body written without the link to join ends it (GRAPH 2.2; Update event, notes on online meetings).
 */
export function onlineChanges(state: SimulatorState, before: JsonObject, values: JsonObject): JsonObject {
  const joinUrl = joinUrlOf(before);
  const { body } = values;
  if (joinUrl !== null) {
    const isKept = !isObject(body) || textOf(body['content']).includes(joinUrl);
    return isKept ? keptOnline(before) : NOT_ONLINE;
  }
  if (values['isOnlineMeeting'] !== true) return NOT_ONLINE;
  const provider = textOf(values['onlineMeetingProvider']) || 'unknown';
  if (provider !== 'unknown' && !PROVIDERS.includes(provider))
    throw invalidRequest(`The calendar does not allow the online meeting provider '${provider}'.`);
  return start(state, isObject(body) ? body : (before['body'] ?? null));
}

function keptOnline({
  isOnlineMeeting = true,
  onlineMeetingProvider = null,
  onlineMeeting = null,
}: JsonObject): JsonObject {
  return { isOnlineMeeting, onlineMeetingProvider, onlineMeeting };
}

export function joinUrlOf({ onlineMeeting }: JsonObject): string | null {
  return isObject(onlineMeeting) && typeof onlineMeeting['joinUrl'] === 'string'
    ? onlineMeeting['joinUrl']
    : null;
}

function start(state: SimulatorState, body: Json): JsonObject {
  const thread = encodeURIComponent(
    `19:meeting_${Buffer.from(newGuid(state)).toString('base64url')}@thread.v2`,
  );
  const joinUrl = `https://teams.microsoft.com/l/meetup-join/${thread}/0`;
  const content = isObject(body) ? textOf(body['content']) : '';
  return {
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    onlineMeeting: { joinUrl },
    body: { contentType: 'html', content: withBlock(content, joinBlock(joinUrl)) },
  };
}

function joinBlock(joinUrl: string): string {
  const line = '_'.repeat(80);
  return `<br><div style="width:100%"><span style="white-space:nowrap; color:#5F5F5F; opacity:.36">${line}</span></div><div class="me-email-text" lang="en-US"><div><span>Microsoft Teams meeting</span></div><div><a class="me-email-headline" href="${joinUrl}" target="_blank" rel="noreferrer noopener">Join the meeting now</a></div></div><div style="width:100%"><span style="white-space:nowrap; color:#5F5F5F; opacity:.36">${line}</span></div>`;
}

function withBlock(html: string, block: string): string {
  const end = html.toLowerCase().lastIndexOf('</body>');
  if (end >= 0) return html.slice(0, end) + block + html.slice(end);
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${html}${block}</body></html>`;
}
