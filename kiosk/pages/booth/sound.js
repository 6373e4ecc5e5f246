// A tone for each outcome, told apart by number, height and length: nobody has to look to hear a refusal.
const TONES = {
  OK: [[660, 0, 0.12], [880, 0.13, 0.22]], // two, rising
  NOTICE: [[660, 0, 0.1], [880, 0.11, 0.1], [660, 0.22, 0.2]], // three, up and down
  SECOND_LOOK: [[520, 0, 0.16], [520, 0.26, 0.16]], // two alike
  REFUSE: [[220, 0, 0.3], [165, 0.32, 0.55]], // two, low, falling, long
  recorded: [[1320, 0, 0.06]],
};
const LOUDNESS = { OK: 0.2, NOTICE: 0.2, SECOND_LOOK: 0.25, REFUSE: 0.35, recorded: 0.12 };

let context = null;
let muted = false;

export const isMuted = () => muted;

export function setMuted(value) {
  muted = value;
}

function note(at, frequency, from, length, loudness) {
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at + from);
  gain.gain.linearRampToValueAtTime(loudness, at + from + 0.015);
  gain.gain.setValueAtTime(loudness, at + from + length - 0.03);
  gain.gain.linearRampToValueAtTime(0, at + from + length);
  tone.connect(gain).connect(context.destination);
  tone.start(at + from);
  tone.stop(at + from + length);
}

/// `name`: an outcome, or "recorded". What was to be heard last is named on the page, muted or not.
export function play(name) {
  if (!TONES[name]) return;
  document.documentElement.dataset.sound = name;
  if (muted) return;
  try {
    context ??= new AudioContext();
    context.resume();
    for (const [frequency, from, length] of TONES[name]) note(context.currentTime + 0.01, frequency, from, length, LOUDNESS[name]);
  } catch {
    // A booth without a loudspeaker still has colour, icon and word.
  }
}
