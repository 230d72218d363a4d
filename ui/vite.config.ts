import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// WebKitGTK 2.50 is the window on Linux; Safari 17 is what it can run.
export default defineConfig({
  plugins: [react(), tailwindcss()],
  base: "./",
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: { target: "safari17", outDir: "dist", emptyOutDir: true, reportCompressedSize: true },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test-setup.ts"],
    env: { TZ: "UTC" },
    restoreMocks: true,
    // The machines that run this are small and shared.
    testTimeout: 20_000,
  },
});
