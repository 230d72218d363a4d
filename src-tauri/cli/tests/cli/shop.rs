//! A folder of its own for each test, and the program run in it.

use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub struct Shop {
    folder: TempDir,
    pub store: PathBuf,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The one line that a run with --json prints.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn value(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        self.json()["value"].clone()
    }

    /// That it was refused with this code, on the standard output for machines and on the standard error for people.
    #[track_caller]
    pub fn is_refused(&self, code: &str) {
        assert_eq!(self.code, 1, "{self:?}");
        assert_eq!(self.json()["refusal"]["code"], code, "{self:?}");
        let request_id = self.json()["requestId"].as_str().expect("a request id").to_owned();
        assert!(self.err.contains(code) && self.err.contains(&request_id), "{self:?}");
    }
}

impl Shop {
    /// A folder without a store.
    pub fn empty() -> Shop {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("shop.stockroom");
        Shop { folder, store }
    }

    /// With a new store in it.
    pub fn new() -> Shop {
        let shop = Shop::empty();
        let made = shop.run(["init", "--time-zone", "Europe/Dublin"]);
        assert_eq!(made.code, 0, "{made:?}");
        shop
    }

    /// With a sample store in it.
    pub fn with_sample(products: u32, orders: u32) -> Shop {
        let shop = Shop::empty();
        let filled = shop.run(["demo", "--products", &products.to_string(), "--orders", &orders.to_string()]);
        assert_eq!(filled.code, 0, "{filled:?}");
        shop
    }

    /// Another store file, with a folder of its own around the program.
    pub fn of_file(store: PathBuf) -> Shop {
        Shop { store, ..Shop::empty() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in a home of its own, without a store named.
    pub fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_stockroom"));
        program
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path())
            .env("APPDATA", self.folder.path())
            .env("USER", "ada")
            .env_remove("STOCKROOM_STORE")
            .env_remove("STOCKROOM_LOG");
        program
    }

    pub fn start<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Child {
        self.program()
            .arg("--json")
            .arg("--store")
            .arg(&self.store)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// Runs it on this store, with --json.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        ended(self.start(arguments))
    }

    pub fn run_with_input<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>, input: &[u8]) -> Run {
        let mut program = self.start(arguments);
        // A program that ends before it has read everything closes the pipe; its answer is what is tested.
        let _ = program.stdin.take().expect("an input").write_all(input);
        ended(program)
    }

    pub fn call(&self, name: &str, request: &Value) -> Run {
        self.run(["call", name, &request.to_string()])
    }

    /// Adds a product with so many units and gives its variant.
    pub fn stocked(&self, sku: &str, units: i64) -> String {
        let product = self.call("product_create", &json!({ "name": sku, "sku": sku, "price": "12.50" })).value();
        let variant = product["variants"][0]["id"].as_str().expect("a variant").to_owned();
        let lines = json!([{ "variantId": variant, "quantity": units }]);
        self.call("stock_receive", &json!({ "lines": lines })).value();
        variant
    }

    pub fn doctor_is_clean(&self) -> bool {
        self.run(["doctor"]).code == 0
    }
}

pub fn ended(program: Child) -> Run {
    run_of(program.wait_with_output().expect("the program ends"))
}

pub fn run_of(output: Output) -> Run {
    Run {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// The bytes of a file, to see that it was left as it was.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}
