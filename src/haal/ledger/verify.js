
/* Check a bundle of Haal in a browser, without any network: the checks first, the page last.
 *
 * For strangers: WebCrypto and nothing else, and no code shared with the program that wrote the bundle. `haalVerify(files,
 * policy)` takes the folder's files (path -> bytes) and the policy's text, and answers what holds, or where it fails and why;
 * without a policy nothing is called valid. Formats: C2SP signed-note and tlog-*, RFC 9162, RFC 8493; the act's own is in the
 * README. Not checked: README files, bag-info.txt and the programs in the folder (no ledger binds them), links, empty folders,
 * and whether a value is well-formed JSON.
 */
"use strict";

const REASONS = {
  "browser": ["this browser cannot check Ed25519 signatures: take a newer one", "یہ براؤزر دستخط نہیں جانچ سکتا: نیا براؤزر لیں"],
  "missing": ["is missing", "موجود نہیں"],
  "foreign": ["does not belong to a bundle", "اس فولڈر کا حصہ نہیں"],
  "text": ["is not UTF-8, or holds control characters", "متن درست نہیں"],
  "manifest": ["is not as the manifest lists it", "فہرست کے مطابق نہیں"],
  "manifest-form": ["is not written as it was", "ویسے نہیں لکھی گئی جیسے تھی"],
  "base64": ["a hash, key or signature is not written as it should be", "مہر، کنجی یا دستخط درست نہیں لکھا گیا"],
  "policy": ["is not understood", "سمجھ میں نہیں آئی"],
  "policy-key": ["the key is damaged, or of another type", "کنجی خراب ہے، یا کسی اور قسم کی"],
  "policy-whole": ["names no log, not exactly one quorum, or a key twice", "اس میں کھاتہ نہیں، یا کنجی دو بار ہے"],
  "checkpoint": ["is not a signed checkpoint of three lines", "تین سطروں کا دستخط شدہ سرا نہیں"],
  "signature-line": ["a signature line is malformed, or there are too many", "دستخط کی سطر درست نہیں"],
  "signature": ["the signature of a trusted key does not verify", "معتبر کنجی کا دستخط درست نہیں"],
  "no-log": ["is not signed by a log that the policy trusts", "اس پر کسی معتبر کھاتے کا دستخط نہیں"],
  "no-quorum": ["is not cosigned by the witnesses that the policy asks for", "اس پر کافی گواہوں کے دستخط نہیں"],
  "act": ["is not an act, or is not named by its place in the ledger", "اندراج نہیں، یا اس کا نام اس کی جگہ کا نہیں"],
  "field": ["a line is neither an opened nor a closed field", "ایک سطر نہ کھلا خانہ ہے نہ بند"],
  "order": ["its fields are not in order, or one is there twice", "خانے ترتیب میں نہیں، یا ایک دو بار ہے"],
  "chain-label": ["a field that every act must show is closed or not there", "ایک لازمی خانہ بند ہے یا موجود نہیں"],
  "leaf": ["its fields do not lead to its leaf: a field was changed, added or left out", "خانے مہر سے نہیں ملتے: کوئی خانہ بدلا، بڑھایا یا نکالا گیا"],
  "proof": ["is not a proof of this act under the bundle's checkpoint", "اس اندراج کا ثبوت نہیں"],
  "not-included": ["the act is not in the ledger the checkpoint speaks of", "یہ اندراج اس کھاتے میں نہیں"],
  "word": ["a field is not a plain word, or not a list of them", "ایک خانہ سادہ لفظ نہیں"],
  "no-export": ["the act by which the bundle was exported is not there once, as the last", "برآمد کا اندراج آخر میں ایک بار نہیں"],
  "export": ["is not an export of this incident, or hides what it says", "یہ اس واقعے کی برآمد نہیں، یا کچھ چھپاتا ہے"],
  "standard": ["names another standard than the export", "معیار برآمد والا نہیں"],
  "contents": ["these are not the acts that were exported: one was left out, added or exchanged", "یہ وہ اندراج نہیں جو برآمد ہوئے: کوئی نکالا، بڑھایا یا بدلا گیا"],
  "custody": ["the act before it in the chain of custody is left out", "اس سے پہلے کا اندراج نکال دیا گیا"],
  "which-report": ["does not say which report", "نہیں بتاتا کہ کون سی اطلاع"],
  "left-out": ["a report is linked to the incident and left out of the bundle", "ایک جڑی ہوئی اطلاع نکال دی گئی"],
  "file": ["is not a file that an act lists", "یہ فائل کسی اندراج میں نہیں"],
  "file-missing": ["a file that was exported is missing", "ایک برآمد شدہ فائل موجود نہیں"],
  "head": ["names no incident, export or standard", "واقعہ، برآمد یا معیار نہیں بتاتا"],
  "counts": ["its counts are not those of its acts", "اس کی گنتی اندراجات کی گنتی نہیں"],
};

class Invalid extends Error {
  constructor(where, code) {
    super(`${where}: ${REASONS[code][0]}`);
    this.where = where;
    this.code = code;
  }
}
function fail(where, code) { throw new Invalid(where, code); }
function need(held, where, code) { if (!held) fail(where, code); }

const encoder = new TextEncoder();
const NUMBER = /^(0|[1-9][0-9]{0,17})$/;
const WORD = /^"[A-Za-z0-9_.:-]*"$/;
const WORDS = /^\[("[A-Za-z0-9_.:-]+"(,"[A-Za-z0-9_.:-]+")*)?\]$/;
const MANIFESTS = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];
const TAGS = new Set(["bagit.txt", "bag-info.txt", "README.md", "README.ur.md", "verify.py", "verify.sh", "verify.html", ...MANIFESTS]);
const PAYLOAD = /^data\/(bundle|checkpoint|acts\/[0-9]{10}\.(act|leaf|tlog-proof)|files\/[0-9a-f]{64})$/;

function joined(...parts) {
  const all = parts.map((part) => typeof part === "string" ? encoder.encode(part) : part);
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of all) { whole.set(part, at); at += part.length; }
  return whole;
}
async function sha256(...parts) { return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts))); }
function hex(bytes) { return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""); }
function unhex(text) { return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16)); }
function base64(bytes) { return btoa(String.fromCharCode(...bytes)); }
function unbase64(where, text, length) {
  need(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, where, "base64");
  let bytes;
  try { bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)); } catch { fail(where, "base64"); }
  need(base64(bytes) === text && (length === undefined || bytes.length === length), where, "base64");
  return bytes;
}

async function ed25519(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message) === true;
}

/* A browser that cannot do it, or that says yes to everything, is of no use (RFC 8032, section 7.1, test 2). */
async function canCheck() {
  const key = unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const known = unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  try {
    return await ed25519(key, known, encoder.encode("r")) && !await ed25519(key, known, encoder.encode("s"));
  } catch { return false; }
}

function text(files, name) {
  need(files.has(name), name, "missing");
  let said;
  try { said = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(files.get(name)); } catch { fail(name, "text"); }
  need(!/[\u0000-\u0009\u000b-\u001f]/.test(said), name, "text");
  return said;
}

/* --- the folder (BagIt, RFC 8493) --- */

async function checkManifests(files) {
  const names = [...files.keys()].sort();
  for (const name of names) need(TAGS.has(name) || PAYLOAD.test(name), name, "foreign");
  for (const manifest of MANIFESTS) {
    const lines = text(files, manifest).split("\n");
    const told = new Map(lines.slice(0, -1).map((line) => [line.slice(66), line.slice(0, 64)]));
    let expected = "";
    for (const name of names) {
      if (name.startsWith("data/") !== (manifest === MANIFESTS[0]) || name === MANIFESTS[1]) continue;
      const digest = hex(await sha256(files.get(name)));
      need(told.get(name) === digest, name, "manifest");
      told.delete(name);
      expected += `${digest}  ${name}\n`;
    }
    for (const name of told.keys()) fail(name, "missing");
    need(lines.join("\n") === expected, manifest, "manifest-form");
  }
}

/* --- the policy (C2SP tlog-policy) and the checkpoint (signed-note, tlog-checkpoint, tlog-cosignature) --- */

async function vkey(where, written, type) {
  const [, name, id, encoded] = /^([^+]+)\+([^+]+)\+(.+)$/.exec(written) || fail(where, "policy-key");
  const data = unbase64(where, encoded, 33);
  const known = hex((await sha256(name, "\n", data)).slice(0, 4));
  need(data[0] === type && id === known, where, "policy-key");
  return { name, id: `${name} ${known}`, key: data.slice(1) };
}

async function readPolicy(said) {
  need(!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(said), "policy", "text");
  const policy = { logs: new Map(), witnesses: new Map(), groups: new Map(), quorum: null };
  const names = new Set(), members = new Set(), keys = new Set();
  let number = 0, quorums = 0;
  const add = (kind, key) => { need(!keys.has(kind + hex(key)), "policy", "policy-whole"); keys.add(kind + hex(key)); };
  for (const line of said.split("\n")) {
    const where = `policy, line ${++number}`;
    const words = line.split(/[ \t]+/).filter((word) => word);
    if (!words.length || words[0].startsWith("#")) continue;
    const free = words.length > 2 && words[1] !== "none" && !names.has(words[1]);
    if (words[0] === "log" && (words.length === 2 || words.length === 3)) {
      const { name, id, key } = await vkey(where, words[1], 1);
      add("log", key);
      policy.logs.set(id, { name, key });
    } else if (words[0] === "witness" && (words.length === 3 || words.length === 4) && free) {
      const { id, key } = await vkey(where, words[2], 4);
      add("witness", key);
      policy.witnesses.set(id, { name: words[1], key });
      names.add(words[1]);
    } else if (words[0] === "group" && words.length > 3 && free) {
      const inside = words.slice(3);
      for (const one of inside) { need(names.has(one) && !members.has(one), where, "policy"); members.add(one); }
      const needed = { any: "1", all: String(inside.length) }[words[2]] || words[2];
      need(NUMBER.test(needed) && Number(needed) >= 1 && Number(needed) <= inside.length, where, "policy");
      policy.groups.set(words[1], { needed: Number(needed), members: inside });
      names.add(words[1]);
    } else if (words[0] === "quorum" && words.length === 2 && (words[1] === "none" || names.has(words[1]))) {
      policy.quorum = words[1];
      quorums += 1;
    } else fail(where, "policy");
  }
  need(quorums === 1 && policy.logs.size > 0, "policy", "policy-whole");
  return policy;
}

function holds(policy, name, cosigned) {
  const group = policy.groups.get(name);
  return group ? group.members.filter((one) => holds(policy, one, cosigned)).length >= group.needed : cosigned.has(name);
}

async function shown(who, name, key) { return `${who} ${name}  ${hex(await sha256(key)).match(/..../g).join(" ")}`; }

async function openCheckpoint(note, policy) {
  const where = "data/checkpoint", cut = note.lastIndexOf("\n\n");
  const body = note.slice(0, cut), tail = note.slice(cut + 2), lines = body.split("\n");
  need(cut > 0 && tail.endsWith("\n") && lines.length === 3 && lines[0] && NUMBER.test(lines[1]), where, "checkpoint");
  const head = { origin: lines[0], size: BigInt(lines[1]), root: hex(unbase64(where, lines[2], 32)), trusted: [] };
  const signatures = tail.slice(0, -1).split("\n"), cosigned = new Set();
  need(signatures.length <= 64, where, "signature-line");
  for (const line of signatures) {
    const words = line.split(" ");
    need(words.length === 3 && words[0] === "\u2014" && words[1], where, "signature-line");
    const data = unbase64(where, words[2]);
    need(data.length >= 5, where, "signature-line");
    const id = `${words[1]} ${hex(data.slice(0, 4))}`;
    const log = policy && policy.logs.get(id), witness = policy && policy.witnesses.get(id);
    if (log && words[1] === head.origin) {
      need(await ed25519(log.key, data.slice(4), joined(body, "\n")), where, "signature");
      head.trusted.push(await shown("log", words[1], log.key));
    } else if (witness) {
      need(data.length === 76 && data[4] < 0x80, where, "signature");
      const time = BigInt("0x" + hex(data.slice(4, 12)));
      need(await ed25519(witness.key, data.slice(12), joined(`cosignature/v1\ntime ${time}\n`, body, "\n")), where, "signature");
      head.trusted.push(await shown("witness", words[1], witness.key));
      cosigned.add(witness.name);
    }
  }
  need(!policy || head.trusted.some((line) => line.startsWith("log ")), where, "no-log");
  need(!policy || policy.quorum === "none" || holds(policy, policy.quorum, cosigned), where, "no-quorum");
  return head;
}

/* --- the acts (RFC 9162, tlog-proof) --- */

async function treeRoot(hashes) {
  let row = hashes;
  while (row.length > 1) {
    const above = [];
    for (let i = 0; i + 1 < row.length; i += 2) above.push(await sha256("\u0001", row[i], row[i + 1]));
    if (row.length % 2) above.push(row[row.length - 1]);
    row = above;
  }
  return row[0];
}

async function checkInclusion(where, leaf, index, head, path) {
  let here = index, last = head.size - 1n, value = leaf;
  need(here < head.size, where, "not-included");
  for (const sibling of path) {
    need(last > 0n, where, "not-included");
    if (here & 1n || here === last) {
      value = await sha256("\u0001", sibling, value);
      while (here && !(here & 1n)) { here >>= 1n; last >>= 1n; }
    } else value = await sha256("\u0001", value, sibling);
    here >>= 1n; last >>= 1n;
  }
  need(last === 0n && hex(value) === head.root, where, "not-included");
}

async function checkAct(files, stem, note, head) {
  const name = `data/acts/${stem}.act`, proofName = `data/acts/${stem}.tlog-proof`, index = BigInt(stem);
  const lines = text(files, name).split("\n");
  need(lines.length >= 4 && lines[lines.length - 1] === "", name, "act");
  need(lines[0] === "haal-act/v1" && lines[1] === `index ${index}`, name, "act");
  const act = { name, index, opened: new Map(), closed: new Set() };
  const leaves = [];
  let before = "";
  for (const line of lines.slice(2, -1)) {
    const open = /^([a-z][a-z0-9_.-]{0,63}) open ([^ ]+) (.*)$/s.exec(line);
    const closed = /^([a-z][a-z0-9_.-]{0,63}) closed ([^ ]+)$/s.exec(line);
    const label = (open || closed || fail(name, "field"))[1];
    need(label > before, name, "order");
    before = label;
    if (open) act.opened.set(label, open[3]); else act.closed.add(label);
    const commitment = open ? await sha256("\u0010", unbase64(name, open[2], 32), label, "\u0000", open[3]) : unbase64(name, closed[2], 32);
    leaves.push(await sha256("\u0000", label, "\u0000", commitment));
  }
  for (const label of ["act", "kind", "prev", "subject", "v"]) need(act.opened.has(label), name, "chain-label");
  const leaf = `haal-leaf/v1\n${base64(await treeRoot(leaves))}\n`;
  need(text(files, `data/acts/${stem}.leaf`) === leaf, name, "leaf");
  const said = text(files, proofName), cut = said.indexOf("\n\n"), proof = said.slice(0, cut).split("\n");
  need(cut > 0 && proof[0] === "c2sp.org/tlog-proof@v1" && proof[1] === `index ${index}`, proofName, "proof");
  need(said.slice(cut + 2) === note, proofName, "proof");
  const leafHash = await sha256("\u0000", leaf);
  await checkInclusion(proofName, leafHash, index, head, proof.slice(2).map((line) => unbase64(proofName, line, 32)));
  act.leafHash = hex(leafHash);
  return act;
}

/* --- what belongs together --- */

function word(act, label) {
  const value = act.opened.has(label) ? act.opened.get(label) : '""';
  need(WORD.test(value), act.name, "word");
  return value.slice(1, -1);
}

async function checkExport(acts, incident, exportId, standard) {
  const own = acts.filter((act) => word(act, "act") === exportId), last = acts[acts.length - 1];
  need(own.length === 1 && own[0] === last, "data/acts", "no-export");
  const others = acts.slice(0, -1).map((act) => `${act.leafHash}\n`).sort();
  const told = (label) => last.opened.get(label);
  need(told("kind") === '"exported"' && told("subject") === `"${incident}"`, last.name, "export");
  need([...last.closed].every((label) => label === "at" || label === "by"), last.name, "export");
  need(told("standard") === `"${standard}"`, "data/bundle", "standard");
  const contents = hex(await sha256(others.join("")));
  need(told("acts") === String(others.length) && told("contents") === `"${contents}"`, "data/acts", "contents");
}

function checkCustody(acts) {
  const byHash = new Map(acts.map((act) => [act.leafHash, act])), linked = new Set();
  for (const act of acts) {
    const before = word(act, "prev"), other = byHash.get(before), kind = word(act, "kind");
    need(!before || (other && other.index < act.index && word(other, "subject") === word(act, "subject")), act.name, "custody");
    if (!["linked", "unlinked", "merged"].includes(kind)) continue;
    const reports = act.opened.has("reports") ? act.opened.get("reports") : "[]";
    need(WORDS.test(reports), act.name, "word");
    const named = reports.slice(1, -1).split(",").map((one) => one.slice(1, -1)).concat(word(act, "report")).filter((one) => one);
    need(!act.closed.has("report") && !act.closed.has("reports"), act.name, "which-report");
    need(named.length || act.opened.has("into") || act.opened.has("reports"), act.name, "which-report");
    for (const one of named) { if (kind === "unlinked") linked.delete(one); else linked.add(one); }
  }
  const received = new Set(acts.filter((act) => word(act, "kind") === "received").map((act) => word(act, "subject")));
  need([...linked].every((one) => received.has(one)), "data/acts", "left-out");
  return linked;
}

async function checkFiles(files, acts) {
  const listed = acts.map((act) => act.opened.get("files") || ""), there = new Set();
  for (const [name, data] of files) {
    if (!name.startsWith("data/files/")) continue;
    const digest = name.slice("data/files/".length), entry = `{"bytes":${data.length},"sha256":"${digest}"`;
    need(hex(await sha256(data)) === digest && listed.some((said) => said.includes(entry)), name, "file");
    there.add(digest);
  }
  for (const match of listed[listed.length - 1].matchAll(/"sha256":"([0-9a-f]{64})"/g)) need(there.has(match[1]), "data/files", "file-missing");
}

function counted(acts, linked) {
  const received = acts.filter((act) => word(act, "kind") === "received"), kinds = new Map();
  for (const act of acts) kinds.set(word(act, "kind"), (kinds.get(word(act, "kind")) || 0) + 1);
  const total = (list, count) => list.reduce((sum, act) => sum + Number(count(act)), 0);
  return [
    `acts ${acts.length}`,
    `opened ${total(acts, (act) => act.opened.size)}`,
    `closed ${total(acts, (act) => act.closed.size)}`,
    `reports ${total(received, (act) => linked.has(word(act, "subject")))}`,
    `figures-closed ${total(received, (act) => act.closed.has("figures"))}`,
    `denials ${total(received, (act) => (act.opened.get("responsibility") || "").split('"kind":"denied"').length - 1)}`,
    `responsibility-closed ${total(received, (act) => act.closed.has("responsibility"))}`,
    ...[...kinds.keys()].sort().map((kind) => `kind ${kind} ${kinds.get(kind)}`),
  ];
}

async function check(files, policyText) {
  need(await canCheck(), "browser", "browser");
  const policy = policyText === null ? null : await readPolicy(policyText);
  await checkManifests(files);
  const note = text(files, "data/checkpoint"), head = await openCheckpoint(note, policy);
  const stems = new Set([...files.keys()].filter((name) => name.startsWith("data/acts/")).map((name) => name.slice(10, 20)));
  const acts = [];
  for (const stem of [...stems].sort()) acts.push(await checkAct(files, stem, note, head));
  const bundle = text(files, "data/bundle");
  const about = /^haal-bundle\/v2\nincident (\S+)\nexport (\S+)\nstandard (reported|corroborated|reasonable-grounds)\n/.exec(bundle);
  need(about && acts.length, "data/bundle", "head");
  await checkExport(acts, about[1], about[2], about[3]);
  const linked = checkCustody(acts);
  await checkFiles(files, acts);
  const counts = counted(acts, linked);
  need(bundle === about[0] + counts.map((line) => `${line}\n`).join(""), "data/bundle", "counts");
  const checkpoint = `checkpoint  ${head.origin}, ${head.size} leaves, root ${head.root}`;
  const facts = [`incident    ${about[1]}`, `told        export ${about[2]}, standard ${about[3]}`, checkpoint];
  return [...facts, ...counts.map((line) => `counted     ${line}`), ...head.trusted.map((line) => `SIGNED BY   ${line}`)];
}

/* Answers {valid, verdict, where, code, facts}; valid only under a policy. Whatever goes wrong is INVALID. */
async function haalVerify(files, policyText) {
  try {
    const facts = await check(files, policyText === undefined ? null : policyText);
    const valid = typeof policyText === "string";
    return { valid, verdict: valid ? "VALID" : "NOT CALLED VALID", where: "", code: valid ? "" : "no-policy", facts };
  } catch (error) {
    const known = error instanceof Invalid;
    return { valid: false, verdict: `INVALID: ${error.message}`, where: known ? error.where : "", code: known ? error.code : "other", facts: [] };
  }
}

/* --- the page --- */

const SAY = {
  en: {
    "title": "Check a bundle", "check": "Check", "folder": "1. The bundle's folder, unpacked",
    "policy": "2. The policy file, from elsewhere", "other": "اردو",
    "what": "This page checks a bundle of Haal on this device. It asks nothing of any network and sends nothing away.",
    "trust": "Take the policy file from elsewhere than the bundle: the website, a printed page, an earlier bundle. Take this page from elsewhere too.",
    "limits": "What this page does not check",
    "limits-text": "README files, bag-info.txt and the programs in the folder: no ledger binds them. Links and empty folders: a browser does not show them. Whether a value is well-formed JSON.",
    "working": "Checking …", "nothing": "Choose the bundle's folder first.",
    "valid": "VALID", "invalid": "INVALID", "no-policy": "NOT CALLED VALID",
    "valid-text": "All this existed when the checkpoint was signed and has not changed since. It does not prove that what is told is true, nor when it happened. Compare the fingerprints with ones you trust.",
    "no-policy-text": "The bundle agrees with itself, but without a policy nobody says whose ledger it is.",
  },
  ur: {
    "title": "فولڈر کی جانچ", "check": "جانچیں", "folder": "۱۔ کھلا ہوا فولڈر",
    "policy": "۲۔ پالیسی کی فائل، کہیں اور سے", "other": "English",
    "what": "یہ صفحہ حال کے فولڈر کو اسی آلے پر جانچتا ہے۔ یہ نیٹ ورک سے کچھ نہیں پوچھتا اور کچھ باہر نہیں بھیجتا۔",
    "trust": "پالیسی کی فائل اس فولڈر سے نہیں، کہیں اور سے لیں: ویب سائٹ، چھپا ہوا صفحہ، یا کوئی پرانا فولڈر۔ یہ صفحہ بھی کہیں اور سے لیں۔ (ترجمہ مسودہ ہے)",
    "limits": "یہ صفحہ کیا نہیں جانچتا",
    "limits-text": "README فائلیں، bag-info.txt اور فولڈر کے پروگرام: یہ کھاتے میں درج نہیں۔ لنک اور خالی فولڈر: براؤزر انہیں نہیں دکھاتا۔ خانوں کے JSON کی بناوٹ۔",
    "working": "جانچ جاری ہے …", "nothing": "پہلے فولڈر چنیں۔",
    "valid": "درست — VALID", "invalid": "نادرست — INVALID", "no-policy": "درست نہیں کہا جا سکتا — NOT CALLED VALID",
    "valid-text": "یہ سب دستخط کے وقت موجود تھا اور اس کے بعد نہیں بدلا۔ یہ ثابت نہیں کرتا کہ بات سچ ہے، نہ یہ کہ کب ہوئی۔ کنجیوں کے نشان ان سے ملائیں جن پر آپ کو بھروسا ہے۔",
    "no-policy-text": "فولڈر اپنے آپ سے متفق ہے، مگر پالیسی کے بغیر کوئی نہیں کہہ سکتا کہ کھاتہ کس کا ہے۔",
  },
};

function page() {
  let language = new URLSearchParams(location.search).get("lang") === "ur" ? "ur" : "en", answer = null;
  const one = (id) => document.getElementById(id);
  const put = (id, said, kind) => { one(id).textContent = said; one(id).hidden = !said; if (kind !== undefined) one(id).className = kind; };
  const show = () => {
    const say = SAY[language];
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ur" ? "rtl" : "ltr";
    document.title = say.title;
    for (const place of document.querySelectorAll("[data-say]")) place.textContent = say[place.dataset.say];
    one("language").textContent = say.other;
    one("language").lang = language === "ur" ? "en" : "ur";
    one("language").dir = language === "ur" ? "ltr" : "rtl";
    if (!answer) return;
    const kind = answer.valid ? "valid" : answer.code === "no-policy" ? "no-policy" : "invalid";
    const reason = REASONS[answer.code] ? REASONS[answer.code][language === "ur" ? 1 : 0] : answer.verdict;
    put("verdict", say[kind], kind);
    put("meaning", kind === "invalid" ? `${answer.where}: ${reason}` : say[`${kind}-text`]);
    put("facts", answer.facts.join("\n"));
  };
  show();
  one("language").addEventListener("click", () => { language = language === "ur" ? "en" : "ur"; show(); });
  one("check").addEventListener("click", async () => {
    answer = null;
    put("meaning", ""); put("facts", "");
    if (!one("folder").files.length) { put("verdict", SAY[language].nothing, ""); return; }
    put("verdict", SAY[language].working, "");
    const files = new Map();
    for (const file of one("folder").files) {
      files.set(file.webkitRelativePath.split("/").slice(1).join("/"), new Uint8Array(await file.arrayBuffer()));
    }
    const [policyFile] = one("policy").files;
    let policyText;
    try {
      if (policyFile) policyText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await policyFile.arrayBuffer());
      answer = await haalVerify(files, policyText);
    } catch { answer = { valid: false, verdict: "INVALID", where: "policy", code: "text", facts: [] }; }
    show();
  });
}
if (typeof document !== "undefined") page();
