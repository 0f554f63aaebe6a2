/** A job without a single line of Sightglass, for `sightglass exec`. */
console.log('exporting 3 tables');
console.log(JSON.stringify({ level: 'info', msg: 'table exported', table: 'customers', rows: 912 }));
console.log('WARNING: disk is 91% full');
console.error('ERROR: table prices is locked, skipped');
