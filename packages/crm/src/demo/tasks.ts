import { taskPriorities, taskStatuses, type Content } from '@counterpart/engine';
import { canonical } from '../records/table.ts';
import { taskTable } from '../tasks/table.ts';

const verbs = 'Call|Write to|Visit|Thank|Remind|Invite|Prepare the offer for|Send the contract to';
const companies =
  'Alder Logistics|Bluefin Analytics|Delta Optics|Elmwood Foods|Granite Software|Juniper Clinics|Meridian Rail';
const steps = 'Look up the last order|Ask for the price list|Book a room|Write the minutes';
const oneDayMs = 86_400_000;

/** One invented task, due within some weeks of an instant; `number` makes its subject one of a kind. */
export function inventTask(random: () => number, number: number, nowMs: number): Content {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const day = (from: number, to: number): string =>
    new Date(nowMs + Math.floor(from + random() * (to - from)) * oneDayMs).toISOString().slice(0, 10);
  const sometimes = <T>(share: number, value: () => T): T | undefined =>
    random() < share ? value() : undefined;
  return canonical(taskTable, {
    subject: `${pick(verbs.split('|'))} ${pick(companies.split('|'))} (${number})`,
    dueDate: sometimes(0.8, () => day(-10, 40)),
    status: pick(taskStatuses),
    priority: pick(taskPriorities),
    categories: sometimes(0.3, () => ['Sales']),
    checklist: sometimes(0.2, () => steps.split('|').map((title) => ({ title, done: random() < 0.5 }))),
    description: sometimes(0.3, () => 'As agreed at the last meeting.'),
  });
}
