import { readFile } from 'node:fs/promises';
import { bytesFromHex, decodeCapture } from '@hadir/sdk/codec';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { codecsOf, findPlugin } from '../find-plugin.js';
import { parseObject } from '../key-values.js';
import { printJson } from '../output.js';

const MAX_INPUT_BYTES = 64 * 1024 * 1024;

export function decodeCommand(program: Command, context: CliContext): void {
  const { say } = context;
  program
    .command('decode <plugin> <codec> [input]')
    .description(
      say({
        id: 'Uraikan satu tangkapan dari mesin (berkas, heksadesimal, atau "-" untuk stdin)',
        en: 'Decode one capture of a device (a file, hexadecimal text, or "-" for stdin)',
      }),
    )
    .option('--hex', say({ id: 'isi masukan adalah heksadesimal', en: 'the content of the input is hexadecimal' }))
    .option('--text', say({ id: 'masukan adalah teksnya sendiri', en: 'the input is the text itself' }))
    .option(
      '--context <json>',
      say({ id: 'dari apa tangkapan itu diambil', en: 'what the capture was taken from' }),
      '{}',
    )
    .option('--json', say({ id: 'keluaran JSON (selalu demikian)', en: 'JSON output (it always is)' }))
    .action(
      async (
        plugin: string,
        codec: string,
        input: string | undefined,
        options: { hex?: boolean; text?: boolean; context: string },
      ) => {
        const codecs = await codecsOf(findPlugin(plugin));
        const bytes = await readInput(input ?? '-', options);
        printJson(decodeCapture(codecs, codec, bytes, parseObject('--context', options.context)));
      },
    );
}

async function readInput(
  input: string,
  { hex, text }: { readonly hex?: boolean; readonly text?: boolean },
): Promise<Uint8Array> {
  if (text && input !== '-') return Buffer.from(input);
  const bytes = input === '-' ? await readStdin() : await readFileOrHex(input);
  const content = hex || input === '-' ? Buffer.from(bytes).toString('latin1') : '';
  // What is typed or piped is mostly hexadecimal; bytes that look like it are taken for it unless --text says otherwise.
  const looksHex = hex || (!text && input === '-' && /^[\s0-9a-fA-F:]*$/.test(content) && content.trim() !== '');
  return looksHex ? bytesFromHex(content.replaceAll(/[\s:]/g, '')) : bytes;
}

async function readFileOrHex(input: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(input);
    if (bytes.length > MAX_INPUT_BYTES) throw cliError('CLI_INPUT_UNREADABLE', { input, reason: '> 64 MiB' });
    return bytes;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && /^([0-9a-fA-F]{2}[\s:]?)+$/.test(input)) {
      return bytesFromHex(input.replaceAll(/[\s:]/g, ''));
    }
    if (cause instanceof Error && 'definition' in cause) throw cause;
    throw cliError('CLI_INPUT_UNREADABLE', { input, reason: (cause as Error).message }, cause);
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) throw cliError('CLI_INPUT_UNREADABLE', { input: '-', reason: '> 64 MiB' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
