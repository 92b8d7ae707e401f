import type { RgbImage } from '../image/rgb-image.js';
import type { ModelInput } from '../models/spec.js';

/** Pixels as the model wants them: order of channels, layout, (x − mean) ÷ scale. */
export function inputTensor(chip: RgbImage, { order, mean, scale, layout }: ModelInput): Float32Array {
  const pixels = chip.width * chip.height;
  const tensor = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const from = order === 'BGR' ? 2 - channel : channel;
    const channelMean = mean[channel] ?? 0;
    const step = layout === 'NCHW' ? 1 : 3;
    let to = layout === 'NCHW' ? channel * pixels : channel;
    for (let at = from; at < pixels * 3; at += 3, to += step)
      tensor[to] = ((chip.data[at] as number) - channelMean) / scale;
  }
  return tensor;
}

export function inputShape({ size, layout }: ModelInput): readonly number[] {
  return layout === 'NCHW' ? [1, 3, size, size] : [1, size, size, 3];
}
