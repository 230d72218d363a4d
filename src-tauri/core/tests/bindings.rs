//! The wire as TypeScript, and the list of commands for people: both written from the command table, both committed,
//! both compared here. `UPDATE=1 cargo test -p stockroom-core --test bindings` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use stockroom_core::commands::{COMMANDS, Visitor, visit_type, wire_config};
use stockroom_core::kernel::{Refusal, RequestId, Topic};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a committed file with what the program would write.
fn check(path: &str, fresh: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, fresh).expect("the generated file is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == fresh, "{} is stale: run UPDATE=1 cargo test -p stockroom-core --test bindings", path.display());
}

fn types() -> BTreeMap<String, String> {
    let mut types = BTreeMap::new();
    let mut keep = |_: &ts_rs::Config, facts: stockroom_core::commands::TypeFacts| {
        let docs = facts.docs.map(|docs| docs.trim_end().to_owned() + "\n").unwrap_or_default();
        types.insert(facts.name, format!("{docs}export {}\n", facts.declaration));
    };
    let mut visitor = Visitor(&mut keep);
    for command in COMMANDS {
        (command.visit)(&mut visitor);
    }
    visit_type::<Refusal>(&mut visitor);
    visit_type::<RequestId>(&mut visitor);
    visit_type::<Topic>(&mut visitor);
    types
}

const TAIL: &str = r#"
export type RefusalCode = Refusal["code"];

/** An opaque place in a list; hand it back to get the next page. */
export type Cursor = string;

/** An opaque name of a path that the person chose in a dialog. */
export type Destination = string;

export type Answer<T> =
  | { outcome: "done"; requestId: RequestId; value: T }
  /** Kept, but not what was asked for: an order kept as rejected. */
  | { outcome: "declined"; requestId: RequestId; value: T }
  | { outcome: "refused"; requestId: RequestId; refusal: Refusal; message: string }
  /** A bug: nothing was changed; the log has the chain under this number. */
  | { outcome: "incident"; requestId: RequestId; incident: string };
"#;

#[test]
fn typescript_is_what_the_command_table_says() {
    let config = wire_config();
    let mut text = String::from(
        "// Written by Rust from the command table. Do not edit: UPDATE=1 cargo test -p stockroom-core --test bindings\n\n",
    );
    for declaration in types().values() {
        text.push_str(declaration);
        text.push('\n');
    }
    text.push_str(TAIL.trim_start());
    text.push_str("\nexport type Commands = {\n");
    for command in COMMANDS {
        writeln!(
            text,
            "  {}: {{ kind: \"{}\"; request: {}; response: {} }};",
            command.name,
            command.kind.as_str(),
            (command.request)(&config),
            (command.response)(&config)
        )
        .expect("a string takes it");
    }
    text.push_str("};\n");
    check("ui/src/generated/commands.ts", &text);
}

#[test]
fn the_list_of_commands_is_what_the_command_table_says() {
    let config = wire_config();
    let types = types();
    let mut text = String::from(
        "# Commands\n\n\
         Written from the command table (`src-tauri/core/src/commands.rs`); do not edit. A window, a test and\n\
         `stockroom call NAME JSON` send the same. Money is a decimal string, an instant is milliseconds since\n\
         1970-01-01 UTC, a day is the store's local day. A `write` is kept under its request id: the same request\n\
         again gets the first answer again.\n\n\
         | command | kind | least role | request | response |\n|---|---|---|---|---|\n",
    );
    for command in COMMANDS {
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            command.name,
            command.kind.as_str(),
            command.least_role,
            (command.request)(&config),
            (command.response)(&config)
        )
        .expect("a string takes it");
    }
    text.push_str("\n## Types\n\n```ts\n");
    for declaration in types.values() {
        text.push_str(&declaration.replace("export ", ""));
    }
    text.push_str("```\n");
    check("docs/COMMANDS.md", &text);
}
