import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", ".venv/", ".warden/"] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // A native import() of TypeScript fails under the CommonJS loader, so what is loaded late is required: a command, the
      // program after its mocks, the serializer once it is prepared, and inside a function each package and client that an event may not need.
      "@typescript-eslint/no-require-imports": [
        "error",
        { allow: ["^\\.", "^geoip-", "^@aws-sdk/", "^axios/", "^node:https$", "^@pulumi/pulumi/runtime/closure/"] },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        require: "readonly",
        module: "readonly",
        __dirname: "readonly",
        console: "readonly",
        URL: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
