import { createInterface } from 'node:readline';
import * as crm from '@counterpart/crm';
import { setStage } from './stage.ts';

/** The whole product in a process of its own, so that its memory is not the bench's. A line on standard input is answered by one of JSON. */
const stage = await setStage();
const { services, port } = stage.running;
const password = 'bench password';
await crm.setPassword(services.crm, stage.actor.accountId, password);
const before = process.memoryUsage().rss;
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ url: `http://localhost:${port}`, email: stage.person.userPrincipalName, password });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'memory') say({ before, peak });
  if (line === 'end') break;
}
clearInterval(watch);
await stage.stop();
// An open standard input would keep the process alive.
process.stdin.destroy();
