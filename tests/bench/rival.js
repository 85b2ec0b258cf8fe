// SPDX-License-Identifier: Apache-2.0
// The rules as JavaScript, for Node.
//
//     node rival.js answers CASES.csv    one line a case: name, level, rules
//     node rival.js rate CASES.csv       cases a second, from memory
//     node rival.js ndjson CASES.ndjson  reads and answers all, one line a case
const fs = require('fs');
const path = require('path');
const decide = require(path.resolve('rules.js'));
const [mode, file] = process.argv.slice(2);

function columnsOf(line) {
  return line.split(',').map((name) => {
    const [kind, number] = name.split('_');
    return { kind, number: Number(number) };
  });
}

function readRow(columns, line) {
  const cells = line.split(',');
  const f = new Uint8Array(300), n = new Float64Array(20);
  columns.forEach((column, i) => {
    if (column.kind === 'sign') f[column.number] = cells[i] === 'yes' ? 1 : 0;
    else if (column.kind === 'score') n[column.number] = Number(cells[i]);
  });
  return { name: cells[0], f, n };
}

// f and n are used again for each case.
function readObject(line, f, n) {
  const one = JSON.parse(line);
  f.fill(0);
  for (const name in one.facts) {
    const value = one.facts[name];
    if (value === true) f[Number(name.slice(5))] = 1;
    else n[Number(name.slice(6))] = value;
  }
  return one.case;
}

function answerOf(name, level, r) {
  const rules = [];
  for (let i = 0; i < r.length; i++) if (r[i]) rules.push(`rule/${i + 1}`);
  return `${name}\t${level}\t${rules.join(',')}\n`;
}

function lines() {
  const all = fs.readFileSync(file, 'utf8').split('\n');
  all.pop();
  return all;
}

function answers() {
  const [first, ...rest] = lines();
  const columns = columnsOf(first), r = new Uint8Array(300);
  for (const line of rest) {
    const one = readRow(columns, line);
    process.stdout.write(answerOf(one.name, decide(one.f, one.n, r), r));
  }
}

async function ndjson() {
  const f = new Uint8Array(300), n = new Float64Array(20), r = new Uint8Array(300);
  let out = [], left = '';
  const answer = (line) => {
    const name = readObject(line, f, n);
    out.push(answerOf(name, decide(f, n, r), r));
    if (out.length === 1000) {
      fs.writeSync(1, out.join(''));
      out = [];
    }
  };
  for await (const piece of fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const pieces = (left + piece).split('\n');
    left = pieces.pop();
    pieces.forEach(answer);
  }
  fs.writeSync(1, out.join(''));
}

function rate() {
  const [first, ...rest] = lines();
  const columns = columnsOf(first);
  const all = rest.slice(0, 2048).map((line) => ({ ...readRow(columns, line), r: new Uint8Array(300) }));
  let best = 0;
  for (let run = 0; run < 5; run++) {
    const start = process.cpuUsage();
    let rounds = 0, seconds = 0;
    do {
      for (const one of all) one.level = decide(one.f, one.n, one.r);
      rounds++;
      const used = process.cpuUsage(start);
      seconds = (used.user + used.system) / 1e6;
    } while (seconds < 0.2);
    best = Math.max(best, rounds * all.length / seconds);
  }
  console.log(best.toFixed(0));
}

({ answers, rate, ndjson })[mode]();
