//! The arrows of the house: who may know of whom.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the core, each of which may import those before it and itself.
const ROOMS: [&str; 19] = [
    "kernel",
    "db",
    "audit",
    "staff",
    "catalog",
    "stock",
    "reservations",
    "counts",
    "customers",
    "pricing",
    "baskets",
    "orders",
    "reports",
    "imports",
    "store",
    "backup",
    "doctor",
    "commands",
    "app",
];

/// Arrows that point back, each with its reason.
const BACK: [(&str, &str, &str); 1] =
    [("commands", "app", "the table names how each command runs, and app reads the table")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.contains(&ending.to_string_lossy().as_ref())) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's text without its comments and its own unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source");
    let text = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that a file names after `crate::`, alone or in braces.
fn imports(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for part in code.split("crate::").skip(1) {
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match part.strip_prefix('{') {
            None => named.push(word(part)),
            Some(list) => {
                let mut depth = 0;
                let mut from = 0;
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            named.push(word(list[from..at].trim_start()));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            named.push(word(list[from..at].trim_start()));
                            from = at + 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    named.retain(|name| ROOMS.contains(&name.as_str()));
    named
}

#[test]
fn rooms_import_only_those_before_them() {
    let core = root().join("src-tauri/core/src");
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut arrows: BTreeMap<(String, String), PathBuf> = BTreeMap::new();
    for path in files(&core, &["rs"]) {
        let relative = path.strip_prefix(&core).expect("below the core");
        let first = relative.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        assert!(place(&room).is_some(), "{room} is a room that the house does not know: give it a place in this list");
        for named in imports(&code(&path)) {
            arrows.insert((room.clone(), named), relative.to_owned());
        }
    }
    for ((from, to), path) in &arrows {
        let allowed = place(to) <= place(from) || BACK.iter().any(|(f, t, _)| (f, t) == (&from.as_str(), &to.as_str()));
        assert!(allowed, "{} imports {to}, which comes after {from}", path.display());
    }
    assert!(
        arrows.contains_key(&("orders".to_owned(), "reservations".to_owned())),
        "the scan sees nothing: {arrows:?}"
    );
    assert!(arrows.keys().filter(|(from, to)| from != to).count() > 40, "the scan sees little: {arrows:?}");
    for (from, to, _) in BACK {
        assert!(arrows.contains_key(&(from.to_owned(), to.to_owned())), "{from} -> {to} is allowed and not needed");
    }
}

#[test]
fn the_scan_sees_every_way_of_naming_a_room() {
    let code = "use crate::db::Uow;\nuse crate::{app, audit::{self, Entry}, stock};\nfn f() { crate::doctor::run() }";
    assert_eq!(imports(code), ["db", "app", "audit", "stock", "doctor"]);
}

#[test]
fn the_core_knows_no_window() {
    let core = root().join("src-tauri/core");
    let manifest = fs::read_to_string(core.join("Cargo.toml")).expect("the manifest");
    for line in manifest.lines() {
        let name: String = line.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        assert!(!name.starts_with("tauri") && name != "wry" && name != "tokio", "the core depends on {name}");
    }
    for path in files(&core.join("src"), &["rs"]) {
        let code = code(&path);
        assert!(!code.contains("tauri::") && !code.contains("tauri_"), "{} names tauri", path.display());
    }
}

#[test]
fn the_shell_and_the_command_line_know_no_sql() {
    let mut seen = 0;
    for folder in ["src-tauri/src", "src-tauri/cli/src"] {
        for path in files(&root().join(folder), &["rs"]) {
            let code = code(&path);
            seen += 1;
            for word in ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA", "rusqlite", "sqlx::"] {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
    assert!(seen > 5, "{seen} files are too few");
}

/// SQL stands beside its row mapping, in rooms that own tables.
#[test]
fn use_cases_neither_begin_nor_commit() {
    let core = root().join("src-tauri/core/src");
    for path in files(&core, &["rs"]) {
        let relative = path.strip_prefix(&core).expect("below the core").to_string_lossy().replace('\\', "/");
        // The writer, the readers and the migrations own transactions; opening and long commands have their own
        // connections.
        if ["db/", "app/", "store/begin.rs"].iter().any(|own| relative.starts_with(own)) {
            continue;
        }
        let code = code(&path);
        for word in [".commit()", ".rollback()", "unchecked_transaction", "\"BEGIN", "\"COMMIT", "SAVEPOINT"] {
            assert!(!code.contains(word), "{relative} has {word}");
        }
    }
}

#[test]
fn only_the_ledger_writes_balances_and_only_the_audit_writes_entries() {
    let core = root().join("src-tauri/core/src");
    for (table, owner) in [
        ("stock_balance", "stock/ledger.rs"),
        ("stock_movement", "stock/ledger.rs"),
        ("audit_entry", "audit/record.rs"),
        ("request", "app/run.rs"),
    ] {
        let mut writers = Vec::new();
        for path in files(&core, &["rs"]) {
            let code = code(&path);
            let writes = [format!("INSERT INTO {table}"), format!("UPDATE {table}"), format!("DELETE FROM {table}")];
            let begins =
                |at: usize, word: &str| !code[at + word.len()..].starts_with(|c: char| c == '_' || c.is_alphanumeric());
            if writes.iter().any(|word| code.match_indices(word.as_str()).any(|(at, word)| begins(at, word))) {
                let relative = path.strip_prefix(&core).expect("below the core");
                writers.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
        assert_eq!(writers, [owner], "{table}");
    }
}

#[test]
fn only_the_bridge_of_the_screen_imports_tauri() {
    let ui = root().join("ui/src");
    let mut bridges = 0;
    for path in files(&ui, &["ts", "tsx"]) {
        let text = fs::read_to_string(&path).expect("a source");
        if text.contains("from \"@tauri-apps/") || text.contains("import(\"@tauri-apps/") {
            let relative = path.strip_prefix(&ui).expect("below the screen").to_string_lossy().replace('\\', "/");
            assert!(relative.starts_with("bridge/"), "{relative} imports tauri");
            bridges += 1;
        }
    }
    assert!(bridges > 0, "nobody imports tauri: the scan sees nothing");
}

#[test]
fn features_of_the_screen_never_import_each_other() {
    let features = root().join("ui/src/features");
    for path in files(&features, &["ts", "tsx"]) {
        let relative = path.strip_prefix(&features).expect("below the features");
        let own = relative.components().next().expect("a feature").as_os_str().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a source");
        for line in text.lines().filter(|line| line.contains(" from \"") || line.contains("import(\"")) {
            if let Some((_, rest)) = line.split_once("features/") {
                let named: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
                assert_eq!(named, own, "{}: {line}", relative.display());
            }
            let steps_out = line.matches("../").count();
            let depth = relative.components().count() - 1;
            if steps_out == depth && !line.contains("features/") {
                let target = line.rsplit("../").next().unwrap_or_default();
                let named: String = target.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
                assert!(named == own || !features.join(&named).is_dir(), "{}: {line}", relative.display());
            }
        }
    }
}
