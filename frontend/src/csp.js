// htmx under our content security policy. Evaluated attributes (hx-on, js: values, trigger filters in brackets) would
// need unsafe-eval; tests/web forbids them in templates. htmx's own indicator rules are a constructed style sheet, which
// the policy allows. Imported before anything else so that the settings stand when htmx starts (it waits for the document).
import htmx from "htmx.org";

htmx.config.history = false;
htmx.config.defaultSwap = "outerHTML";
htmx.config.defaultTimeout = 30000;
// 422 (form with errors) and 409 (somebody was faster) carry a fragment to show; other errors become a message.
htmx.config.noSwap = [204, 304, 400, 401, 403, 404, 405, 413, 429, "5xx"];

export default htmx;
