/** The problems stand in the page as markup: the script adds buttons to copy with, and opens what is printed. */
function wireProblems() {
  for (const line of document.querySelectorAll('.problem .copyable')) {
    line.append(copyButton('replay', line.querySelector('code').textContent));
  }
  addEventListener('beforeprint', () => {
    for (const evidence of document.querySelectorAll('.problem.fail > .proof-of')) evidence.open = true;
  });
}
