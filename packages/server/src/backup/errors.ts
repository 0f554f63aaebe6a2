/** What a person can put right about a backup: the message says what, where and what to do. */
export class BackupError extends Error {
  readonly code:
    'BACKUP_DAMAGED' | 'BACKUP_NEWER' | 'BACKUP_FAILED' | 'BACKUP_UNDER_WAY' | 'RESTORE_REFUSED' | 'RESTORE_FAILED';
  constructor(code: BackupError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export const damaged = (what: string, cause?: unknown): BackupError =>
  new BackupError('BACKUP_DAMAGED', `The backup ${what}. Nothing was restored from it; take another one.`, cause);

export const backupUnderWay = (): BackupError =>
  new BackupError('BACKUP_UNDER_WAY', 'Another backup is being taken. Try again when it has ended.');

/** Why a disk refuses, and what to do about it. */
export const diskWords = (error: unknown): string => {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full: free some of it, or choose another';
  if (code === 'EACCES' || code === 'EPERM') return `${message}: run this as a user who may write there`;
  if (code === 'EROFS') return 'the disk is read-only';
  return message;
};
