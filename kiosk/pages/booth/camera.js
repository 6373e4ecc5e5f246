// The camera's picture with outlines of what was found, and in words what is wrong with either.
import { byId, el } from "../shared/elements.js";
import { hush, say } from "../shared/words.js";
import { Fresh } from "./fresh.js";
import { shape } from "./shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES_MS = 1200; // an outline that no later frame renews is old
const TROUBLES = new Set(["opening", "lost", "frozen", "dark"]);
const GENUINE = new Set(["visa", "sure"]);
const DISTURBANCES = new Set(["several_seals", "other_code", "next_document"]);

let turn = 0; // a picture that was decoded after a wipe belongs to nobody
let drawing = false;
let outlinesTimer = null;
const fresh = new Fresh();

export async function drawPicture(bytes) {
  if (drawing) return; // the next one will do
  drawing = true;
  const mine = turn;
  try {
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    if (mine === turn) {
      const canvas = byId("camera-picture");
      if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
      if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
    }
    bitmap.close();
  } catch {
    // A picture that cannot be read is left out; the kiosk says what state the camera is in.
  } finally {
    drawing = false;
  }
}

function wipeOutlines() {
  clearTimeout(outlinesTimer);
  byId("camera-outlines").replaceChildren();
}

const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);

/// The lines on the e-visa's own page (MRV-A) are no passport's.
const isVisas = ({ lines }) => Array.isArray(lines) && String(lines[0]).startsWith("V");

export function drawOutlines({ width, height, codes, mrz }) {
  wipeOutlines();
  if (!(width > 0) || !(height > 0) || !Array.isArray(codes)) return;
  const svg = byId("camera-outlines");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const lines = mrz && !isVisas(mrz) ? [{ kind: mrz.sure ? "sure" : "unsure", corners: mrz.corners }] : [];
  for (const { kind, corners } of [...codes, ...lines]) {
    if (!Array.isArray(corners) || !corners.every(isPoint)) continue;
    const outline = document.createElementNS(SVG, "polygon");
    outline.setAttribute("class", GENUINE.has(kind) ? "outline-visa" : "outline-other");
    outline.setAttribute("points", corners.map((point) => point.join(",")).join(" "));
    svg.append(outline);
  }
  outlinesTimer = setTimeout(wipeOutlines, OUTLINES_MS);
}

export function wipeCamera() {
  turn += 1;
  const canvas = byId("camera-picture");
  canvas.width = 0;
  canvas.height = 0;
  wipeOutlines();
}

function showTrouble({ state, detail }) {
  const trouble = TROUBLES.has(state);
  const box = byId("camera-trouble");
  box.hidden = !trouble;
  box.replaceChildren();
  if (!trouble) return;
  wipeOutlines();
  box.append(shape(state === "opening" ? "working" : "lost"), el("p", { class: "camera-what", w: `camera.${state}` }));
  if (state !== "opening") box.append(el("p", { w: `camera.${state}-do` }));
  if (detail) box.append(el("p", { class: "note", text: detail }));
}

export function showCamera({ camera, visit }) {
  if (!fresh.differs(camera, visit.disturbance)) return;
  byId("camera").dataset.state = camera.state;
  byId("camera").dataset.disturbance = visit.disturbance;
  if (camera.state === "lost") wipeCamera();
  showTrouble(camera);
  const words = byId("camera-words");
  if (DISTURBANCES.has(visit.disturbance)) say(words, `disturbance.${visit.disturbance}`);
  else if (TROUBLES.has(camera.state)) say(words, `camera.${camera.state}`);
  else hush(words);
}
