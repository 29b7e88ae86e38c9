/** Copies the line that puts the chat on a page. */
const snippet = document.getElementById('snippet');
const status = document.getElementById('copied');

document.getElementById('copy')?.addEventListener('click', async () => {
  if (snippet === null || status === null) return;
  try {
    await navigator.clipboard.writeText(snippet.textContent ?? '');
    status.textContent = 'Copied.';
  } catch {
    getSelection()?.selectAllChildren(snippet);
    status.textContent = 'Press Ctrl+C to copy.';
  }
});

export {};
