//! A store and the folders of a person of its own for each test, so that none meets another or the
//! real one.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::evidence_folder;

pub struct Scene {
    pub name: &'static str,
    folder: PathBuf,
    store: PathBuf,
    arguments: Vec<&'static str>,
}

impl Scene {
    /// Fresh folders; no store yet. Started like this, the window makes an empty one.
    pub fn new(name: &'static str) -> Self {
        let folder = evidence_folder().join("scenes").join(name);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => panic!("{} cannot be emptied: {error}", folder.display()),
        }
        for part in ["home", "exports", "runtime"] {
            let part = folder.join(part);
            std::fs::create_dir_all(&part).unwrap_or_else(|error| panic!("{} cannot be made: {error}", part.display()));
        }
        let store = folder.join("shop.stockroom");
        Self { name, folder, store, arguments: vec!["--new"] }
    }

    /// With the sample store of the command-line program.
    pub fn with_sample(self, products: u32, orders: u32) -> Self {
        let (products, orders) = (products.to_string(), orders.to_string());
        self.cli(&["demo", "--products", &products, "--orders", &orders]);
        self
    }

    /// With a store file that exists already (it is not copied: it may be large).
    pub fn with_store(mut self, store: impl Into<PathBuf>) -> Self {
        self.store = store.into();
        self.arguments.clear();
        self
    }

    /// Starts the window with these arguments instead.
    pub fn with_arguments(mut self, arguments: &[&'static str]) -> Self {
        self.arguments = arguments.to_vec();
        self
    }

    pub fn arguments(&self) -> &[&'static str] {
        &self.arguments
    }

    pub fn store(&self) -> &Path {
        &self.store
    }

    /// Where an export goes, since a driver cannot reach the system's save dialog.
    pub fn exports(&self) -> PathBuf {
        self.folder.join("exports")
    }

    /// The file that is chosen in the system's open dialog.
    pub fn import(&self) -> PathBuf {
        self.folder.join("import.csv")
    }

    pub fn logs(&self) -> PathBuf {
        self.store.with_file_name("logs")
    }

    /// Runs the command-line program on the same store, as another person at the counter would, and
    /// gives back what it printed.
    pub fn cli(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(built_program("stockroom"));
        command.arg("--store").arg(&self.store).args(arguments);
        self.dress(&mut command);
        let output = command.output().unwrap_or_else(|error| panic!("`stockroom {}`: {error}", arguments.join(" ")));
        assert!(
            output.status.success(),
            "`stockroom {}` ended with {}:\n{}{}",
            arguments.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Sends one command through the command-line program and gives back its value.
    pub fn call(&self, command: &str, request: &Value) -> Value {
        let printed = self.cli(&["--json", "call", command, &request.to_string()]);
        let answer: Value = serde_json::from_str(printed.trim())
            .unwrap_or_else(|error| panic!("{command} answered no JSON ({error}): {printed}"));
        match answer.get("value") {
            Some(value) => value.clone(),
            None => panic!("{command} was not done: {answer}"),
        }
    }

    /// The environment of this scene's person.
    pub fn dress(&self, command: &mut Command) {
        let home = self.folder.join("home");
        command
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", self.folder.join("runtime"))
            // WebKitWebDriver waits for ever for a picture of the renderer that Stockroom turns off.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "0")
            .env("TZ", "Europe/Berlin")
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .env("STOCKROOM_STORE", &self.store)
            .env("STOCKROOM_E2E_EXPORT_DIR", self.exports())
            .env("STOCKROOM_E2E_IMPORT_FILE", self.import());
    }
}

/// A program of this workspace, built beforehand.
pub fn built_program(name: &str) -> PathBuf {
    let program = built_programs_folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is not built. `cargo xtask test` builds the programs before these tests.",
        program.display()
    );
    program
}

/// `target/debug`: this test is `target/debug/deps/e2e-...`.
pub fn built_programs_folder() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps").to_owned()
}
