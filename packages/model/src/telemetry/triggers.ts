/** `pipeline.run.trigger` of a run that only checks files: it loads nothing. */
export const checkTrigger = 'check';
