import type { Visitor } from '@counterpart/crm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MicrosoftPerson } from '../auth/microsoft.ts';
import { Refusal } from '../errors.ts';
import { cookieOptions } from '../http/sessions.ts';
import type { Services } from '../services.ts';

const COOKIE = 'counterpart_visitor';
const PURPOSE = 'visitor';
const LIFE_S = 1800;

const shape = z.object({
  tid: z.string(),
  oid: z.string(),
  login: z.string(),
  name: z.string(),
  untilMs: z.number(),
});

/** Remembers, sealed and in this browser only, whom Microsoft has just shown somebody to be who has no session here (U4 to U6). */
export function keepVisitor(
  reply: FastifyReply,
  { keyRing, clock, config }: Services,
  { tenantId: tid, objectId: oid, login, name }: MicrosoftPerson,
): void {
  const text = JSON.stringify({ tid, oid, login, name, untilMs: clock.now() + LIFE_S * 1000 });
  reply.setCookie(COOKIE, keyRing.seal(text, PURPOSE), { ...cookieOptions(config), maxAge: LIFE_S });
}

/** Who is here, by Microsoft's word; null: nobody has signed in there lately. */
export function readVisitor(request: FastifyRequest, { keyRing, clock }: Services): Visitor | null {
  const text = keyRing.open(request.cookies[COOKIE] ?? '', PURPOSE);
  if (text === null) return null;
  const { untilMs, ...visitor } = shape.parse(JSON.parse(text));
  return untilMs < clock.now() ? null : visitor;
}

/** @throws Refusal `microsoftProofMissing` */
export function visitorOf(request: FastifyRequest, services: Services): Visitor {
  const visitor = readVisitor(request, services);
  if (visitor === null) throw new Refusal('microsoftProofMissing');
  return visitor;
}

/** The proof has done its service. */
export function forgetVisitor(reply: FastifyReply, { config }: Services): void {
  reply.clearCookie(COOKIE, cookieOptions(config));
}
