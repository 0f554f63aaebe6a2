export * from './mail.ts';
export * from './outbox.ts';
export { type Telling, type TellingAsked, tellingOf } from './telling.ts';
export { usableOf, type UsableWord } from './usable.ts';
