import { decisionTable, type Status } from '@counterpart/engine';

const statuses = Object.keys(decisionTable) as Status[];

/** The decision table as Markdown, one row per cell: SPEC.md carries it between its markers. */
export function specTable(): string {
  const rows = statuses.flatMap((local) =>
    statuses.map((remote) => {
      const { name, action, reason } = decisionTable[local][remote];
      return `| ${local} | ${remote} | ${name} | ${action} | ${reason} |`;
    }),
  );
  return [
    '| CRM | Microsoft 365 | decision | action | reason |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
