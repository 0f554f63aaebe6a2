import { kernelCode } from './kernel-code.ts';

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Counting from the input; see packages/cli/kernel/index.as. */
  readonly readLines: (from: number, stop: number) => number;
}

/** As much of it as we use: the types of Node leave it out. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

let compiled: object | false | undefined;

/** The kernel over memory of its own; undefined where there is no WebAssembly with vectors, or no room for the memory. */
export const startKernel = (): KernelExports | undefined => {
  try {
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
    compiled ??= new WebAssembly.Module(Buffer.from(kernelCode, 'base64'));
    return compiled === false ? undefined : (new WebAssembly.Instance(compiled, {}).exports as KernelExports);
  } catch {
    compiled ??= false;
    return undefined;
  }
};
