import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules", ".cache"] },
  js.configs.recommended,
  { files: ["src/**/*.js"], languageOptions: { globals: globals.browser }, rules: { "no-eval": "error", "no-implied-eval": "error", "no-new-func": "error", "prefer-const": "error", eqeqeq: "error" } },
  { files: ["*.mjs", "*.js"], languageOptions: { globals: globals.node } },
];
