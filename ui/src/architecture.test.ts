import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = __dirname;

type Import = { file: string; from: string };

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function imports(): Import[] {
  return files(SRC).flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/(?<!")(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => {
      const from = match[1] ?? "";
      const target = from.startsWith(".") ? relative(SRC, resolve(path, "..", from)) : from;
      return { file: relative(SRC, path), from: target };
    });
  });
}

const all = imports();
const room = (path: string) => path.split("/")[0];
const feature = (path: string) => (room(path) === "features" ? path.split("/")[1] : undefined);

describe("arrows between the rooms of the screen", () => {
  it("reads the imports at all", () => {
    expect(all.length).toBeGreaterThan(50);
  });

  it("only bridge talks to the shell", () => {
    expect(all.filter((i) => i.from.startsWith("@tauri-apps/") && room(i.file) !== "bridge")).toEqual([]);
  });

  it("features never import each other, nor the app", () => {
    expect(
      all.filter((i) => {
        const mine = feature(i.file);
        if (mine === undefined) return false;
        return room(i.from) === "app" || (feature(i.from) !== undefined && feature(i.from) !== mine);
      }),
    ).toEqual([]);
  });

  it("shared knows no feature and no app; bridge knows neither shared", () => {
    expect(all.filter((i) => room(i.file) === "shared" && ["features", "app"].includes(room(i.from) ?? ""))).toEqual(
      [],
    );
    expect(
      all.filter((i) => room(i.file) === "bridge" && ["features", "app", "shared"].includes(room(i.from) ?? "")),
    ).toEqual([]);
  });

  it("generated imports nothing", () => {
    expect(all.filter((i) => room(i.file) === "generated")).toEqual([]);
  });
});

describe("the texts of all rooms", () => {
  it("never say two things under one id: the room that came last would win", () => {
    const said = new Map<string, string>();
    const twice: string[] = [];
    for (const path of files(SRC)) {
      const text = readFileSync(path, "utf8");
      for (const table of text.matchAll(/\btexts\(\{(.*?)\n?\}\)/gs)) {
        for (const [, id = "", value = ""] of (table[1] ?? "").matchAll(/"([^"\n]+)":\s*("(?:[^"\\]|\\.)*")/g)) {
          const before = said.get(id);
          if (before !== undefined && before !== value) twice.push(`${id} in ${relative(SRC, path)}`);
          said.set(id, value);
        }
      }
    }
    expect(said.size).toBeGreaterThan(500);
    expect(twice).toEqual([]);
  });
});
