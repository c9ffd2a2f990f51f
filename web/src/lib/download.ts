/** Long enough for any browser to begin the download. */
const KEPT_MS = 10_000;

/** Hands a text to the reader as a file. */
export function download(name: string, type: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
