export * from './hidden-telling.ts';
export * from './mail.ts';
export * from './outbox.ts';
export * from './told.ts';
export { type Telling, type TellingAsked, tellingOf } from './telling.ts';
export { usableOf, type UsableWord } from './usable.ts';
