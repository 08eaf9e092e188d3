import { channelOf } from '../../apps/server/src/testing/channel.ts';
import { signInAtMicrosoft } from '../../apps/server/src/testing/microsoft.ts';
import type { TestPerson } from '../../apps/server/src/testing/organisation.ts';
import { addPerson, findPerson, firstTenant, type LoggedRequest } from '@counterpart/simulator';
import type { Content, FieldValue } from '@counterpart/engine';
import { requestFaults } from '../faults.ts';
import { kindNamed } from '../kinds/index.ts';
import type { Outlook, Shown, SimulatedKind } from '../kinds/kind.ts';
import { judge, type Judged, type JudgedLink, type Violation } from '../oracles.ts';
import { nameOf, newLog, noteWrite } from '../people.ts';
import type { Act, Authority, PlannedRun } from '../plan.ts';
import type { House } from './house.ts';
import { domain } from './house.ts';
import type { Order } from './worker.ts';

const patienceMs = 120_000;
const lookAgainMs = 30;
const askAgainMs = 400;

/** Where the API keeps a kind of record. */
const paths: { readonly [kind: string]: string } = { contact: 'contacts', task: 'tasks' };

/** One person in the house: at the CRM's pages, in Outlook, and what the ledger has of them. */
export class Scene {
  readonly log = newLog();
  readonly kind: SimulatedKind;
  readonly person: TestPerson;
  readonly outlook: Outlook;
  readonly #house: House;
  readonly #personId: string;
  readonly #orgId: string;
  readonly #sinceSequence: number;
  #inStepAt = 0;
  #latestMs = 0;

  constructor(
    house: House,
    kind: SimulatedKind,
    { person, orgId, login }: { person: TestPerson; orgId: string; login: string },
  ) {
    const { simulator } = house.tenant;
    this.#house = house;
    this.kind = kind;
    this.person = person;
    this.#orgId = orgId;
    const actor = simulator.act(login);
    if (!kind.outlook) throw new Error(`Nobody can act on the kind ${kind.kind.name} in Outlook`);
    this.outlook = kind.outlook(actor);
    this.#personId = actor.person.id;
    this.#sinceSequence = simulator.log.since(0).at(-1)?.sequence ?? 0;
  }

  get #channel() {
    return channelOf(this.person, this.kind.kind.name);
  }

  get #path(): string {
    return `/api/${paths[this.kind.kind.name] ?? ''}`;
  }

  async inCrm(): Promise<Shown[]> {
    const { items } = await this.person.api.get<{ items: { [field: string]: unknown; id: string }[] }>(
      `${this.#path}?limit=100`,
    );
    const fields = this.kind.kind.fields.map(({ name }) => name);
    return items.map((item) => {
      const content: { [field: string]: FieldValue } = {};
      for (const name of fields) {
        const value = this.kind.kind.fields.find((field) => field.name === name)?.normalise(item[name]);
        if (value !== undefined) content[name] = value;
      }
      return { id: item.id, content };
    });
  }

  /** Of two acts one is always the later. */
  #now(): number {
    this.#latestMs = Math.max(Date.now(), this.#latestMs + 1);
    return this.#latestMs;
  }

  async #find(side: 'crm' | 'mailbox', record: string): Promise<Shown | undefined> {
    const all = side === 'crm' ? await this.inCrm() : this.outlook.live();
    return all.find((one) => nameOf(one) === record);
  }

  async #api(method: string, path: string, body?: object): Promise<boolean> {
    const answer = await this.person.api.request(method, path, body);
    // A refusal is a person's everyday life: somebody was quicker, or the channel is in another state.
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.status < 300;
  }

  /** Does what a person planned; false where there is nothing to do it on. */
  async perform(act: Act): Promise<boolean> {
    const { log, kind, outlook } = this;
    const now = () => this.#now();
    switch (act.do) {
      case 'create': {
        const { record, field, value, side } = act;
        const values: Content = { [kind.nameField]: record, [field]: kind.asValue(field, value) };
        if (side === 'mailbox' && !outlook.isThere()) return false;
        noteWrite(log, { record, field, value, side }, now());
        if (side === 'crm') return this.#api('POST', this.#path, values);
        outlook.edit(null, values);
        return true;
      }
      case 'edit': {
        const { record, field, value, side } = act;
        const target = await this.#find(side, record);
        if (!target) return false;
        const values: Content = { [field]: kind.asValue(field, value) };
        const at = now();
        if (side === 'mailbox') outlook.edit(target.id, values);
        else if (!(await this.#api('PATCH', `${this.#path}/${target.id}`, values))) return false;
        noteWrite(log, { record, field, value, side }, at);
        return true;
      }
      case 'delete': {
        const { record, side } = act;
        const target = await this.#find(side, record);
        if (!target) return false;
        const deletion = { record, side, at: now(), inStepAt: this.#inStepAt };
        if (side === 'mailbox') outlook.remove(target.id);
        else if (!(await this.#api('DELETE', `${this.#path}/${target.id}`))) return false;
        log.deletions.push(deletion);
        return true;
      }
      case 'moveOut':
      case 'moveBack': {
        const places = act.do === 'moveBack' ? outlook.outside() : outlook.live();
        const target = places.find((one) => nameOf(one) === act.record);
        if (target) outlook.move(target.id, act.do === 'moveBack');
        return target !== undefined;
      }
      case 'editAll': {
        const { field, value } = act;
        const records = await this.inCrm();
        if (records.length === 0) return false;
        const at = now();
        const body = {
          selection: { ids: records.map(({ id }) => id) },
          changes: { [field]: kind.asValue(field, value) },
        };
        if (!(await this.#api('POST', `${this.#path}/mass-update`, body))) return false;
        for (const one of records) noteWrite(log, { record: nameOf(one), field, value, side: 'crm' }, at);
        return true;
      }
      case 'enable':
        return this.#api('POST', `/api/channels/${kind.kind.name}/enable`, {});
      case 'disable':
        return this.#api('POST', `/api/channels/${kind.kind.name}/disable`);
      case 'give':
      case 'approve':
      case 'reject':
        return false;
    }
  }

  /** What happens in a run: the worker may die in it. True: it did. */
  async run(acts: readonly Act[], planned: PlannedRun | undefined, order: Order | null): Promise<boolean> {
    const { simulator } = this.#house.tenant;
    const rules = (planned?.faults ?? []).flatMap(({ at, fault }) => {
      const seed = requestFaults[fault];
      return seed ? [simulator.faults.add({ ...seed, times: 1, skip: at - 1 }).id] : [];
    });
    await this.#house.workers.order(order);
    const sinceMs = Date.now();
    for (const act of acts) await this.perform(act);
    const settled = await this.#settled(sinceMs, order !== null);
    if (settled) this.#inStepAt = sinceMs;
    for (const id of rules) simulator.faults.remove(id);
    return !settled;
  }

  /** Waits for the end of a run that began since; false: the worker died first. */
  async #settled(sinceMs: number, mayDie: boolean): Promise<boolean> {
    let askedMs = 0;
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookAgainMs) {
      if (mayDie && !this.#house.workers.isAlive) return false;
      const { state, lastRun, counters } = await this.#channel.section();
      const ran = lastRun !== null && Date.parse(lastRun.startedAt) >= sinceMs && lastRun.endedAt !== null;
      const isQuiet = state !== 'enabling' && state !== 'disabling' && counters.waiting === 0;
      if (isQuiet && (ran || state === 'off')) return true;
      if (waitedMs >= askedMs) {
        await this.#api('POST', `/api/channels/${this.kind.kind.name}/sync`);
        askedMs += askAgainMs;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, lookAgainMs);
      });
    }
    throw new Error(`Nothing came to rest: ${JSON.stringify(await this.#channel.section())}`);
  }

  async #judged(): Promise<Judged> {
    const channel = [this.#orgId, this.kind.kind.name, this.person.membershipId];
    const links = await this.#house.query<{
      id: string;
      stage: JudgedLink['stage'];
      problem: JudgedLink['problem'];
      local_id: string | null;
      remote_id: string | null;
      base: Content | null;
    }>(
      `select id, stage, problem, local_id, remote_id, base from links where org_id = $1
         and channel_id = (select id from channels where org_id = $1 and kind = $2 and membership_id = $3)`,
      channel,
    );
    const conflicts = await this.#house.query<{
      localValue: FieldValue | null;
      remoteValue: FieldValue | null;
    }>(
      `select local_value as "localValue", remote_value as "remoteValue" from conflicts where org_id = $1
         and channel_id = (select id from channels where org_id = $1 and kind = $2 and membership_id = $3)`,
      channel,
    );
    const crm = await this.inCrm();
    const all = new Map(
      [...crm, ...this.outlook.live(), ...this.outlook.outside()].map((one) => [one.id, one]),
    );
    const half = (id: string | null, base: Content | null): Shown | null =>
      id === null ? null : { id, content: all.get(id)?.content ?? base ?? {} };
    const { state } = await this.#channel.section();
    return {
      crm,
      mailbox: this.outlook.live(),
      outside: this.outlook.outside(),
      links: links.map(({ local_id, remote_id, base, ...link }) => ({
        ...link,
        local: half(local_id, base),
        remote: half(remote_id, base),
      })),
      conflicts,
      isOff: state === 'off',
      log: this.log,
    };
  }

  #requests(): LoggedRequest[] {
    return this.#house.tenant.simulator.log.since(this.#sinceSequence);
  }

  /** The quiet end, and what the oracles say. */
  async verdict(): Promise<Violation[]> {
    for (let quiet = 0; quiet < 2; quiet += 1) await this.run([], undefined, null);
    const judged = await this.#judged();
    const violations = judge(judged);
    const picture = ({ crm, mailbox, links }: Judged) => JSON.stringify([crm, mailbox, links]);
    await this.run([], undefined, null);
    const after = picture(await this.#judged());
    if (after !== picture(judged))
      violations.push({ invariant: 'V2', what: `One more run changed ${picture(judged)} to ${after}` });
    for (const { personId, path } of this.#requests())
      if (personId !== null && personId !== this.#personId)
        violations.push({ invariant: 'V15', what: `Somebody else's mailbox was reached: ${path}` });
    return violations;
  }

  /** Nothing of this scene goes on while the next one is played. */
  async close(): Promise<void> {
    await this.#house.query(`update channels set state = 'off' where org_id = $1 and membership_id = $2`, [
      this.#orgId,
      this.person.membershipId,
    ]);
    await this.#house.query(
      `select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs where locked_at is null and task_identifier = 'look'`,
    );
  }
}

/** Somebody new in the house, with a mailbox; their channel is enabled by an act. */
export async function openScene(
  house: House,
  add: (login: string) => Promise<{ person: TestPerson; orgId: string }>,
  {
    login,
    kind,
    authority,
  }: { readonly login: string; readonly kind: string; readonly authority: Authority },
): Promise<Scene> {
  const { simulator } = house.tenant;
  const tenant = firstTenant(simulator.state);
  const email = `${login}@${domain}`;
  if (findPerson(tenant, email) === null)
    addPerson(simulator.state, tenant, { userPrincipalName: email, displayName: login });
  const { person, orgId } = await add(login);
  if (authority === 'person') {
    const path = `/auth/microsoft?purpose=connect&returnTo=/setup`;
    await signInAtMicrosoft(person.api, simulator, { path, as: email });
  }
  return new Scene(house, kindNamed(kind), { person, orgId, login: email });
}
