/**
 * How the real Losant might behave where its documentation says nothing. Each row is an option of the local API and a flag of
 * `npm run api`: `perPageMax` is `--per-page-max`. Tests and the probe show what the action does then.
 */
import type { Store } from '../store.ts';
import type { Setting, Switch } from './behavior.ts';
import { listBehaviors } from './lists.ts';
import type { Responder } from './middleware.ts';
import { requestBehaviors, workflowBehaviors } from './requests.ts';
import { webhookBehaviors } from './webhooks.ts';

export const behaviors = { ...webhookBehaviors, ...listBehaviors, ...requestBehaviors, ...workflowBehaviors };

type Table = typeof behaviors;
export type BehaviorName = keyof Table;

/** The behaviors that are on, with a number for those that take one. */
export type Behaviors = { readonly [name in BehaviorName]?: Table[name] extends Switch ? boolean : number };

export const behaviorNames = Object.keys(behaviors).filter((name): name is BehaviorName =>
  Object.hasOwn(behaviors, name),
);

export function behaviorOf(name: BehaviorName): Switch | Setting {
  return behaviors[name];
}

/** The name as a flag of `npm run api`: `--per-page-max`. */
export function flagOf(name: BehaviorName): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The API with the behaviors that are on. */
export function withBehaviors(respond: Responder, chosen: Behaviors, store: Store): Responder {
  return behaviorNames.reduce((next, name) => {
    const value = chosen[name];
    const { create } = behaviorOf(name);
    if (value === undefined || value === false) return next;
    const wrap = create(store, Number(value));
    return (request) => wrap(request, next);
  }, respond);
}
