// A confidential conversation that is open: what the other one says appears by itself. What one writes oneself is kept nowhere but in
// the field, so that nothing stays in the browser; the form is an ordinary one.
//
// [data-case="…"]       the conversation; its value is the id of which news speak. Inside it:
//     [data-case-list]  the list; rows li[data-said="id"] that are new on the server are added at its end.
//     [data-case-part]  what else may have changed (a suggestion); replaced when it is there and was not, or the other way round.

export function start() {
  const element = document.querySelector("[data-case]");
  if (!element) return;
  let missed = false;
  const look = () => (document.visibilityState === "visible" ? fetchNews(element) : (missed = true));
  document.addEventListener("zk:live", ({ detail }) => {
    if (detail.what === "missed" || detail.about === element.dataset.case) look();
  });
  document.addEventListener("visibilitychange", () => {
    if (!missed || document.visibilityState !== "visible") return;
    missed = false;
    fetchNews(element);
  });
}

async function fetchNews(element) {
  let answer;
  try {
    answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  } catch {
    return; // the line tells when it is back
  }
  // Left in another tab, withdrawn, or signed out: the server says what is to be seen now.
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = element.querySelector("[data-case-list]");
  for (const row of page.querySelectorAll("[data-case-list] > [data-said]")) {
    if (!list.querySelector(`[data-said="${CSS.escape(row.dataset.said)}"]`)) list.append(document.adoptNode(row));
  }
  const [old, fresh] = [element, page].map((one) => one.querySelector("[data-case-part]"));
  if (Boolean(old.children.length) !== Boolean(fresh.children.length)) old.replaceWith(document.adoptNode(fresh));
}
