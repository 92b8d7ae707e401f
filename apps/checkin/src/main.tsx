import { render } from 'preact';
import { App } from './app.js';
import { keepShell } from './phone/shell.js';

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<App />, root);
}
keepShell();
