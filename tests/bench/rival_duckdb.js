// SPDX-License-Identifier: Apache-2.0
// The rules as SQL, for DuckDB, on one thread.
//
//     node rival_duckdb.js answers CASES.csv   one line a case: name, level, rules
//     node rival_duckdb.js rate CASES.csv      cases a second, from a table in memory, rules only counted
//     node rival_duckdb.js csv CASES.csv       seconds to read the table and write all answers to a file
const fs = require('fs');
const path = require('path');
const { DuckDBInstance } = require(require.resolve('@duckdb/node-api', { paths: [process.cwd()] }));
const [mode, file] = process.argv.slice(2);
const sql = (name) => fs.readFileSync(path.resolve(name), 'utf8');
const cells = `read_csv('${file}', all_varchar = true)`;
const decided = (from) =>
  `WITH ${from} decided AS (${sql('decided.sql')}) `;
const fromFile = decided(`cells AS (SELECT * FROM ${cells}), facts AS (${sql('facts.sql')}),`);

function secondsSince(start) {
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1e6;
}

async function main() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const db = await instance.connect();
  if (mode === 'answers') {
    const reader = await db.runAndReadAll(fromFile + sql('answers.sql'));
    for (const row of reader.getRows()) process.stdout.write(row.join('\t') + '\n');
  } else if (mode === 'rate') {
    await db.run(`CREATE TABLE facts AS WITH cells AS (SELECT * FROM ${cells}) ${sql('facts.sql')}`);
    const count = Number((await db.runAndReadAll('SELECT count(*) FROM facts')).getRows()[0][0]);
    let best = 0;
    for (let run = 0; run < 5; run++) {
      const start = process.cpuUsage();
      await db.runAndReadAll(decided('') + sql('counts.sql'));
      best = Math.max(best, count / secondsSince(start));
    }
    console.log(best.toFixed(0));
  } else {
    const start = process.cpuUsage();
    await db.run(`COPY (${fromFile + sql('answers.sql')}) TO 'duckdb.tsv' (DELIMITER '\t', HEADER false)`);
    console.log(secondsSince(start).toFixed(6));
  }
}

main();
