import { createHash } from 'node:crypto';

/** What a kiosk's screen says, in both languages at once: nobody before it can choose. */
const WORDS = {
  idle: ['Lihat ke kamera', 'Look at the camera'],
  'turn-left': ['Tengok ke kiri', 'Turn your head to the left'],
  'turn-right': ['Tengok ke kanan', 'Turn your head to the right'],
  blink: ['Kedipkan mata', 'Blink'],
  accept: ['Terima kasih, sudah tercatat', 'Thank you, you are checked in'],
  review: ['Belum pasti; tunggu petugas', 'Not certain; an officer will look'],
  failed: ['Belum berhasil, coba lagi', 'That did not work, try again'],
  lost: ['Kamera tidak tersambung', 'The camera is not connected'],
} as const;

const SCRIPT = `
const words = ${JSON.stringify(WORDS)};
const [id, en, bar] = ['id', 'en', 'bar'].map((name) => document.getElementById(name));
let until = 0;
const show = (name) => { document.body.className = name; id.textContent = words[name][0]; en.textContent = words[name][1]; };
const source = new EventSource(location.pathname.replace(/\\/$/, '') + '/events');
source.onmessage = ({ data }) => {
  const { told, state, step, remainingMs } = JSON.parse(data);
  bar.style.width = state === 'running' ? Math.min(100, remainingMs / 50) + '%' : '0';
  if (told) { until = Date.now() + 3000; show(told); return; }
  if (Date.now() < until) return;
  show(state === 'running' ? step : state === 'failed' ? 'failed' : 'idle');
};
source.onerror = () => show('lost');
show('idle');
`;

const STYLE = `
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;align-items:center;justify-content:center;font-family:sans-serif;background:#10243a;color:#fff;text-align:center}
#id{font-size:12vmin;font-weight:700}#en{font-size:5vmin;opacity:.75;margin-top:2vmin}
#bar{position:fixed;left:0;bottom:0;height:3vmin;background:#fff;transition:width .2s linear}
.accept{background:#14532d}.review,.failed{background:#7c4a03}.lost{background:#5b1a1a}
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** One file, nothing from elsewhere. */
export const KIOSK_PAGE = `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hadir</title><style>${STYLE}</style><body><div id="id" role="status"></div><div id="en" lang="en"></div><div id="bar"></div><script>${SCRIPT}</script></body></html>`;

export const KIOSK_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; connect-src 'self'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; frame-ancestors 'none'`,
} as const;
