// Watches long work: asks once a second while it runs, and shows the page anew when it has ended.

const section = document.querySelector('[data-work="running"]');

async function look() {
  const answer = await fetch("/work/progress", { headers: { Accept: "application/json" } }).then((a) => a.json(), () => null);
  if (answer && !answer.running) {
    location.replace("/work");
    return;
  }
  if (answer) {
    section.querySelector("[data-summary]").textContent = answer.summary;
    const bar = section.querySelector("[data-bar]");
    if (answer.total) {
      bar.max = answer.total;
      bar.value = answer.done;
    }
    const log = section.querySelector("[data-log]");
    const atEnd = log.scrollTop + log.clientHeight > log.scrollHeight - 40;
    log.textContent = answer.lines.join("\n");
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
  setTimeout(look, 1000);
}

if (section) setTimeout(look, 500);
