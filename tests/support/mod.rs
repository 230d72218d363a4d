//! A shop to test with: a real store in a folder of its own, a clock turned by hand, and the domain's own words.
//!
//! A scenario is a text, one act a line, each with how it ends (`-> ok` where nothing is said):
//!
//! ```text
//! receive tea 10
//! hold R1 tea 3 for 10m
//! hold R2 tea 8 -> STOCK_INSUFFICIENT
//! tick 15m
//! stock tea 10 0 10          on hand, reserved, available
//! ```
//!
//! A product is made the first time it is named, at 1.00; `product tea 4.50` says otherwise. `tea@back` is the tea at
//! the location `back`, made by `location back`; `tea` alone is sold from the shop floor, and its stock is counted
//! everywhere.

// Each test binary uses its own part of this.
#![allow(dead_code)]

pub mod ledger_of_orders;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use stockroom_core::app::Session;
use stockroom_core::kernel::Role;
use stockroom_core::{Clock, Core, Instant, ManualClock, OpenOptions, Refusal};
use tempfile::TempDir;

/// 2026-11-20 10:00:00 UTC, a Friday; Dublin's clock shows the same.
pub const OPENING: Instant = Instant(1_795_168_800_000);
pub const TIME_ZONE: &str = "Europe/Dublin";

/// What a command answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub text: String,
    pub json: Value,
}

impl Answer {
    pub fn parse(text: String) -> Answer {
        let json = serde_json::from_str(&text).expect("an answer is JSON");
        Answer { text, json }
    }

    pub fn outcome(&self) -> &str {
        self.json["outcome"].as_str().expect("an answer has an outcome")
    }

    /// `ok`, `declined`, the code of a refusal, or `INCIDENT`.
    pub fn said(&self) -> &str {
        match self.outcome() {
            "done" => "ok",
            "refused" => self.json["refusal"]["code"].as_str().expect("a refusal has a code"),
            "incident" => "INCIDENT",
            other => other,
        }
    }

    #[track_caller]
    pub fn done(self) -> Value {
        assert_eq!(self.outcome(), "done", "{}", self.text);
        self.json["value"].clone()
    }

    #[track_caller]
    pub fn declined(self) -> Value {
        assert_eq!(self.outcome(), "declined", "{}", self.text);
        self.json["value"].clone()
    }

    #[track_caller]
    pub fn refused(self, code: &str) -> Value {
        assert_eq!(self.said(), code, "{}", self.text);
        assert_eq!(self.outcome(), "refused", "{}", self.text);
        let message = self.json["message"].as_str().unwrap_or_default();
        assert!(message.ends_with('.') && message.len() > 10, "a refusal says why in a sentence: {}", self.text);
        self.json["refusal"].clone()
    }
}

pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// How long a word like `90s`, `15m`, `1h`, `-2h` or `500ms` is, in milliseconds.
pub fn milliseconds(word: &str) -> i64 {
    let at = word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len());
    let (number, unit) = word.split_at(at);
    let number: i64 = number.trim_start_matches('+').parse().unwrap_or_else(|_| panic!("{word} is no length of time"));
    number
        * match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            other => panic!("{other} is no unit of time"),
        }
}

pub struct Shop {
    pub core: Arc<Core>,
    pub clock: Arc<ManualClock>,
    pub session: Session,
    pub path: PathBuf,
    folders: Vec<TempDir>,
    shape: fn(OpenOptions) -> OpenOptions,
    /// The last product's, hold's or order's answer.
    pub last: Value,
    products: BTreeMap<String, (String, String)>,
    holds: BTreeMap<String, Vec<String>>,
    orders: BTreeMap<String, String>,
    waits: BTreeMap<String, String>,
    locations: BTreeMap<String, String>,
    /// The batches that acts of scenarios made, in order.
    pub batches: Vec<String>,
}

/// An incident's answer has only a number; what happened stands in the log, which goes to the terminal here.
/// `STOCKROOM_LOG=debug` tells more.
pub fn tell_incidents() {
    let filter = std::env::var("STOCKROOM_LOG").unwrap_or_else(|_| "error".to_owned());
    // Every test of a binary comes by; the first one sets it up.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

pub fn options(path: &Path, clock: &Arc<ManualClock>) -> OpenOptions {
    OpenOptions::new(path).create(true).clock(Clock::Manual(clock.clone())).background(false).time_zone(TIME_ZONE)
}

impl Shop {
    pub fn open() -> Shop {
        Shop::open_with(|options| options)
    }

    pub fn open_with(shape: fn(OpenOptions) -> OpenOptions) -> Shop {
        tell_incidents();
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("shop.stockroom");
        let clock = ManualClock::at(OPENING);
        let core = Core::open(shape(options(&path, &clock))).expect("a new store opens");
        let mut shop = Shop {
            session: core.owner_session(),
            core,
            clock,
            path,
            folders: vec![folder],
            shape,
            last: Value::Null,
            products: BTreeMap::new(),
            holds: BTreeMap::new(),
            orders: BTreeMap::new(),
            waits: BTreeMap::new(),
            locations: BTreeMap::new(),
            batches: Vec::new(),
        };
        let places = shop.call("location_list", json!({})).done();
        shop.locations.insert("floor".to_owned(), text(&places["rows"][0]["id"]));
        shop
    }

    pub fn folder(&self) -> &Path {
        self.path.parent().expect("a store lies in a folder")
    }

    pub fn call(&self, command: &str, payload: Value) -> Answer {
        self.call_as(&self.session, &new_id(), command, &payload)
    }

    pub fn call_as(&self, session: &Session, request_id: &str, command: &str, payload: &Value) -> Answer {
        Answer::parse(self.core.dispatch(session, command, request_id, &payload.to_string()))
    }

    pub fn role(&self, role: Role) -> Session {
        let mut session = self.session.clone();
        session.actor.role = role;
        session
    }

    /// The command is refused with this code and nothing at all is changed by it. Gives the refusal.
    #[track_caller]
    pub fn refuses(&self, code: &str, command: &str, payload: Value) -> Value {
        self.refuses_as(&self.session, code, command, payload)
    }

    #[track_caller]
    pub fn refuses_as(&self, session: &Session, code: &str, command: &str, payload: Value) -> Value {
        let before = self.everything();
        let refusal = self.call_as(session, &new_id(), command, &payload).refused(code);
        self.nothing_changed_since(&before, &format!("{command} was refused with {code}"));
        refusal
    }

    #[track_caller]
    pub fn nothing_changed_since(&self, before: &BTreeMap<String, Vec<String>>, what: &str) {
        let after = self.everything();
        for (table, rows) in before {
            let changed = after[table].iter().filter(|row| !rows.contains(row)).count();
            assert!(&after[table] == rows, "{what} and {changed} rows of {table} are new or changed");
        }
    }

    /// Every row of every table, as text: what must not differ where nothing was changed.
    pub fn everything(&self) -> BTreeMap<String, Vec<String>> {
        let conn = self.look();
        let tables: Vec<String> = column(&conn, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        tables
            .into_iter()
            .map(|table| {
                let mut statement = conn.prepare(&format!("SELECT * FROM \"{table}\"")).expect("a table");
                let width = statement.column_count();
                let rows = statement
                    .query_map([], |row| {
                        (0..width).map(|index| Ok(format!("{:?}", row.get_ref(index)?))).collect::<Result<Vec<_>, _>>()
                    })
                    .expect("rows")
                    .map(|row| row.expect("a row").join(" | "))
                    .collect();
                drop(statement);
                (table, rows)
            })
            .collect()
    }

    /// The file as another program sees it, for reading.
    pub fn look(&self) -> rusqlite::Connection {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        rusqlite::Connection::open_with_flags(&self.path, flags).expect("the store is a SQLite file")
    }

    /// The file as another program would tamper with it.
    pub fn tamper(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.path).expect("the store is a SQLite file")
    }

    pub fn number(&self, sql: &str) -> i64 {
        self.look().query_row(sql, [], |row| row.get(0)).expect("a number")
    }

    #[track_caller]
    pub fn doctor(&self) {
        doctor(&self.core);
    }

    /// Closes the program and opens it again; `meanwhile` happens in between.
    pub fn reopen(&mut self) {
        self.try_reopen().expect("the store opens again");
    }

    pub fn try_reopen(&mut self) -> Result<(), Refusal> {
        self.core.close();
        self.core = Core::open((self.shape)(options(&self.path, &self.clock).create(false)))?;
        self.session = self.core.owner_session();
        Ok(())
    }

    /// The power goes: what is on the disk now is all there is, and the program starts again on it.
    pub fn power_cut(&mut self) {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("shop.stockroom");
        std::fs::copy(&self.path, &path).expect("the file");
        let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
        if log(&self.path).exists() {
            std::fs::copy(log(&self.path), log(&path)).expect("its log");
        }
        self.path = path;
        self.folders.push(folder);
        self.core = Core::open((self.shape)(options(&self.path, &self.clock).create(false))).expect("it opens again");
        self.session = self.core.owner_session();
    }

    // ---- names ---------------------------------------------------------------------------------------

    /// The variant id of a product, made the first time it is named.
    pub fn variant(&mut self, name: &str) -> String {
        self.product(name, "1.00").1
    }

    pub fn product_id(&mut self, name: &str) -> String {
        self.product(name, "1.00").0
    }

    pub fn product(&mut self, name: &str, price: &str) -> (String, String) {
        if let Some(known) = self.products.get(name) {
            return known.clone();
        }
        let made = self.call("product_create", json!({ "name": name, "sku": name, "price": price })).done();
        let ids = (text(&made["id"]), text(&made["variants"][0]["id"]));
        self.products.insert(name.to_owned(), ids.clone());
        ids
    }

    /// Keeps a product that was made by a command of its own under a name for scenarios.
    pub fn know(&mut self, name: &str, made: &Value) {
        self.products.insert(name.to_owned(), (text(&made["id"]), text(&made["variants"][0]["id"])));
    }

    pub fn hold_id(&self, name: &str) -> String {
        self.hold_ids(name)[0].clone()
    }

    pub fn hold_ids(&self, name: &str) -> Vec<String> {
        self.holds.get(name).unwrap_or_else(|| panic!("there is no hold {name}")).clone()
    }

    pub fn order_id(&self, name: &str) -> String {
        self.orders.get(name).unwrap_or_else(|| panic!("there is no order {name}")).clone()
    }

    pub fn wait_id(&self, name: &str) -> String {
        self.waits.get(name).unwrap_or_else(|| panic!("there is no wait {name}")).clone()
    }

    /// A location's id; `floor` is the one that is there from the start.
    pub fn location_id(&self, name: &str) -> String {
        self.locations.get(name).unwrap_or_else(|| panic!("there is no location {name}")).clone()
    }

    /// A location as it is now.
    pub fn location(&self, name: &str) -> Value {
        let id = self.location_id(name);
        let rows = self.call("location_list", json!({ "archived": true })).done()["rows"].clone();
        rows.as_array().expect("rows").iter().find(|row| row["id"] == json!(id)).expect("the location").clone()
    }

    /// `tea@back` as a request's variant and location; without a place there is no location in it.
    fn at(&mut self, word: &str) -> Value {
        match word.split_once('@') {
            Some((name, place)) => json!({ "variantId": self.variant(name), "locationId": self.location_id(place) }),
            None => json!({ "variantId": self.variant(word) }),
        }
    }

    /// The last batch, or the one of this number, from 1.
    pub fn batch(&self, words: &[&str]) -> String {
        match *words {
            [] => self.batches.last().expect("a batch").clone(),
            [number] => self.batches[number.parse::<usize>().expect("a number of a batch") - 1].clone(),
            _ => panic!("no such batch: {words:?}"),
        }
    }

    /// Keeps the batch that an answer names.
    fn batched(&mut self, answer: Answer) -> Answer {
        let value = &answer.json["value"];
        if let Some(id) = value["batchId"].as_str() {
            self.batches.push(id.to_owned());
        } else if value["reversesId"].is_string() {
            self.batches.push(text(&value["id"]));
        }
        answer
    }

    pub fn order(&self, name: &str) -> Value {
        self.call("order_get", json!({ "id": self.order_id(name) })).done()
    }

    pub fn version(&self, name: &str) -> i64 {
        self.order(name)["order"]["rowVersion"].as_i64().expect("a version")
    }

    // ---- scenarios -----------------------------------------------------------------------------------

    /// Plays a scenario; a line that ends otherwise than it says fails the test.
    #[track_caller]
    pub fn play(&mut self, scenario: &str) {
        for line in scenario.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (act, expected) = line.split_once("->").map_or((line, "ok"), |(act, end)| (act, end.trim()));
            let words: Vec<&str> = act.split_whitespace().collect();
            if let Some(said) = self.act(&words) {
                assert_eq!(said.said(), expected, "in `{line}`: {}", said.text);
            }
        }
    }

    fn act(&mut self, words: &[&str]) -> Option<Answer> {
        let number = |word: &str| word.parse::<i64>().unwrap_or_else(|_| panic!("{word} is no number in {words:?}"));
        match *words {
            ["product", name, price] => {
                self.product(name, price);
                None
            }
            ["location", name] => {
                let answer = self.call("location_create", json!({ "name": name }));
                if answer.outcome() == "done" {
                    self.locations.insert(name.to_owned(), text(&answer.json["value"]["id"]));
                }
                Some(answer)
            }
            ["archive", name] => self.change_location(name, "archived", true),
            ["restore", name] => self.change_location(name, "archived", false),
            ["sell", "from", name] => self.change_location(name, "selling", true),
            [command @ ("receive" | "open"), ref pairs @ .., "at", place] => {
                let (lines, place) = (self.lines(pairs), self.location_id(place));
                let answer = self.call(&format!("stock_{command}"), json!({ "lines": lines, "locationId": place }));
                Some(self.batched(answer))
            }
            [command @ ("receive" | "open"), ref pairs @ ..] => {
                let lines = self.lines(pairs);
                let answer = self.call(&format!("stock_{command}"), json!({ "lines": lines }));
                Some(self.batched(answer))
            }
            ["transfer", from, to, ref pairs @ ..] => {
                let (lines, from, to) = (self.lines(pairs), self.location_id(from), self.location_id(to));
                let answer =
                    self.call("stock_transfer", json!({ "fromLocationId": from, "toLocationId": to, "lines": lines }));
                Some(self.batched(answer))
            }
            ["adjust", name, delta, reason] => {
                let mut request = self.at(name);
                request["delta"] = json!(number(delta));
                request["reason"] = json!(reason);
                let answer = self.call("stock_adjust", request);
                Some(self.batched(answer))
            }
            ["count", name, counted] => {
                let mut request = self.at(name);
                request["counted"] = json!(number(counted));
                request["reason"] = json!("correction");
                let answer = self.call("stock_adjust", request);
                Some(self.batched(answer))
            }
            ["undo", ref which @ ..] => {
                let answer = self.call("batch_undo", json!({ "id": self.batch(which) }));
                Some(self.batched(answer))
            }
            ["hold", name, ref pairs @ .., "for", time] => Some(self.hold(name, pairs, Some(time))),
            ["hold", name, ref pairs @ ..] => Some(self.hold(name, pairs, None)),
            ["extend", name, time] => Some(self.call(
                "reservation_extend",
                json!({ "ids": self.hold_ids(name), "bySeconds": milliseconds(time) / 1000 }),
            )),
            ["release", name] => Some(self.call("reservation_release", json!({ "ids": self.hold_ids(name) }))),
            ["held", name, status] => {
                for id in self.hold_ids(name) {
                    let hold = self.call("reservation_get", json!({ "id": id })).done();
                    assert_eq!(hold["reservation"]["status"], status, "{words:?}: {hold}");
                }
                None
            }
            ["wait", name, product, quantity, ref rest @ ..] => Some(self.wait(name, product, quantity, rest)),
            ["forgo", name] => Some(self.call("wait_cancel", json!({ "ids": [self.wait_id(name)] }))),
            ["waits", name, status, granted] => {
                let wait = self.waited(name);
                assert_eq!((&wait["status"], &wait["granted"]), (&json!(status), &json!(number(granted))), "{words:?}");
                None
            }
            ["order", name, ref rest @ ..] => Some(self.place(name, rest)),
            ["confirm", name] => Some(self.step(name, "confirmed")),
            ["process", name] => Some(self.step(name, "processing")),
            ["ship", name] => Some(self.step(name, "shipped")),
            ["deliver", name] => Some(self.step(name, "delivered")),
            ["move", name, to] => Some(self.step(name, to)),
            ["cancel", name] => Some(self.call(
                "order_cancel",
                json!({ "id": self.order_id(name), "rowVersion": self.version(name), "reason": "asked to" }),
            )),
            ["close", name, ref pairs @ ..] => {
                let lines: Vec<Value> = pairs
                    .chunks(2)
                    .map(|pair| json!({ "lineNo": number(pair[0]), "quantity": number(pair[1]) }))
                    .collect();
                Some(self.call(
                    "order_close_short",
                    json!({
                        "id": self.order_id(name), "rowVersion": self.version(name), "lines": lines,
                        "reason": "sold out",
                    }),
                ))
            }
            // A shipment of these units of these lines, or of all that is open.
            ["send", name, ref pairs @ ..] => {
                let mut request = json!({ "id": self.order_id(name), "rowVersion": self.version(name) });
                if !pairs.is_empty() {
                    request["lines"] = pairs
                        .chunks(2)
                        .map(|pair| json!({ "lineNo": number(pair[0]), "quantity": number(pair[1]) }))
                        .collect();
                }
                Some(self.call("order_ship", request))
            }
            // `return O1 1 2 sellable 1 1 damaged`
            ["return", name, ref triples @ ..] => {
                let lines: Vec<Value> = triples
                    .chunks(3)
                    .map(|of| json!({ "lineNo": number(of[0]), "quantity": number(of[1]), "condition": of[2] }))
                    .collect();
                Some(self.call(
                    "order_return",
                    json!({
                        "id": self.order_id(name), "rowVersion": self.version(name), "lines": lines,
                        "reason": "did not fit",
                    }),
                ))
            }
            // `pay O1 card`, `pay O1 card 5.00`, `pay O1 cash of 20.00`
            ["pay", name, method, ref rest @ ..] => {
                let mut request = json!({ "orderId": self.order_id(name), "method": method });
                match *rest {
                    [] => {}
                    [amount] => request["amount"] = json!(amount),
                    ["of", tendered] => request["tendered"] = json!(tendered),
                    [amount, "of", tendered] => {
                        request["amount"] = json!(amount);
                        request["tendered"] = json!(tendered);
                    }
                    _ => panic!("no such payment: {words:?}"),
                }
                Some(self.call("payment_record", request))
            }
            ["refund", name, method, amount] => Some(self.call(
                "payment_refund",
                json!({
                    "orderId": self.order_id(name), "method": method, "amount": amount, "reason": "came back",
                }),
            )),
            // What was paid, what is due.
            ["paid", name, paid, due] => {
                let order = self.order(name);
                assert_eq!((&order["paid"], &order["due"]), (&json!(paid), &json!(due)), "{words:?}: {order}");
                assert_eq!(order["order"]["due"], due, "{words:?}: the row says otherwise");
                None
            }
            ["status", name, status] => {
                let order = self.order(name);
                assert_eq!(order["order"]["status"], status, "{words:?}: {order}");
                None
            }
            ["total", name, total] => {
                let order = self.order(name);
                assert_eq!(order["order"]["total"], total, "{words:?}: {order}");
                None
            }
            ["stock", name, on_hand, reserved, available] => {
                let row = match name.split_once('@') {
                    Some((name, place)) => self.stock_at(name, place),
                    None => self.stock(name),
                };
                assert_eq!(row, (number(on_hand), number(reserved), number(available)), "{words:?}");
                None
            }
            ["tick", time] => {
                self.clock.advance_ms(milliseconds(time));
                None
            }
            ["clock", by] => {
                self.clock.set_by_ms(milliseconds(by));
                None
            }
            ["sweep", count] => {
                let swept = self.core.sweep().expect("a sweep");
                assert_eq!(swept as i64, number(count), "{words:?}");
                None
            }
            ["reopen"] => {
                self.reopen();
                None
            }
            ["power", "cut"] => {
                self.power_cut();
                None
            }
            ["doctor"] => {
                self.doctor();
                None
            }
            _ => panic!("no such act: {words:?}"),
        }
    }

    /// `tea 3 coffee 2` as lines of a request.
    pub fn lines(&mut self, pairs: &[&str]) -> Vec<Value> {
        pairs
            .chunks(2)
            .map(|pair| {
                let quantity: i64 = pair[1].parse().unwrap_or_else(|_| panic!("{} is no quantity", pair[1]));
                let mut line = self.at(pair[0]);
                line["quantity"] = json!(quantity);
                line
            })
            .collect()
    }

    /// `tea 3 coffee 2` as variants and quantities.
    pub fn lines_of(&mut self, pairs: &[&str]) -> Vec<(String, i64)> {
        pairs
            .chunks(2)
            .map(|pair| {
                let quantity = pair[1].parse().unwrap_or_else(|_| panic!("{} is no quantity", pair[1]));
                (self.variant(pair[0]), quantity)
            })
            .collect()
    }

    fn hold(&mut self, name: &str, pairs: &[&str], time: Option<&str>) -> Answer {
        let mut request = json!({ "lines": self.lines(pairs), "forWhom": name });
        if let Some(time) = time {
            request["ttlSeconds"] = json!(milliseconds(time) / 1000);
        }
        let answer = self.call("reservation_create", request);
        if answer.outcome() == "done" {
            self.last = answer.json["value"].clone();
            let rows = self.last["rows"].as_array().expect("rows");
            self.holds.insert(name.to_owned(), rows.iter().map(|row| text(&row["id"])).collect());
        }
        answer
    }

    /// `wait W1 tea 3 part until 2h hold 60s of O1`
    fn wait(&mut self, name: &str, product: &str, quantity: &str, words: &[&str]) -> Answer {
        let mut line = self.lines(&[product, quantity]).remove(0);
        let mut request = json!({ "forWhom": name });
        let mut rest = words;
        loop {
            rest = match *rest {
                [] => break,
                ["part", ref rest @ ..] => {
                    line["acceptPart"] = json!(true);
                    rest
                }
                ["until", time, ref rest @ ..] => {
                    request["waitSeconds"] = json!(milliseconds(time) / 1000);
                    rest
                }
                ["hold", time, ref rest @ ..] => {
                    request["holdSeconds"] = json!(milliseconds(time) / 1000);
                    rest
                }
                ["of", order, ref rest @ ..] => {
                    request["orderId"] = json!(self.order_id(order));
                    rest
                }
                _ => panic!("a wait knows nothing of {rest:?}"),
            };
        }
        request["lines"] = json!([line]);
        let answer = self.call("wait_create", request);
        if answer.outcome() == "done" {
            self.last = answer.json["value"].clone();
            self.waits.insert(name.to_owned(), text(&self.last["rows"][0]["id"]));
        }
        answer
    }

    /// A wait as it is now, whatever became of it.
    pub fn waited(&self, name: &str) -> Value {
        let id = self.wait_id(name);
        ["waiting", "granted", "expired", "cancelled"]
            .iter()
            .flat_map(|status| self.all_pages("wait_list", &json!({ "status": status }), 200))
            .find(|wait| wait["id"] == json!(id))
            .unwrap_or_else(|| panic!("no list has the wait {name}"))
    }

    /// `order O1 tea 2 from R1 confirmed or reject hold 60s`
    fn place(&mut self, name: &str, words: &[&str]) -> Answer {
        let mut request = json!({ "customer": { "name": name, "keep": true } });
        let mut pairs: Vec<&str> = Vec::new();
        let mut from: Vec<String> = Vec::new();
        let mut rest = words;
        loop {
            rest = match *rest {
                [] => break,
                ["or", "reject", ref rest @ ..] => {
                    request["onShortage"] = json!("reject");
                    rest
                }
                [up_to @ ("pending" | "confirmed" | "delivered"), ref rest @ ..] => {
                    request["upTo"] = json!(up_to);
                    rest
                }
                ["hold", time, ref rest @ ..] => {
                    request["holdSeconds"] = json!(milliseconds(time) / 1000);
                    rest
                }
                ["from", hold, ref rest @ ..] => {
                    from.extend(self.hold_ids(hold));
                    rest
                }
                [product, quantity, ref rest @ ..] => {
                    pairs.extend([product, quantity]);
                    rest
                }
                [lonely] => panic!("{lonely} has no quantity"),
            };
        }
        request["lines"] = json!(self.lines(&pairs));
        if !from.is_empty() {
            request["reservationIds"] = json!(from);
        }
        let answer = self.call("order_place", request);
        if matches!(answer.outcome(), "done" | "declined") {
            self.last = answer.json["value"].clone();
            self.orders.insert(name.to_owned(), text(&self.last["order"]["id"]));
        }
        answer
    }

    pub fn step(&self, name: &str, to: &str) -> Answer {
        self.call(
            "order_transition",
            json!({ "id": self.order_id(name), "to": to, "rowVersion": self.version(name), "reason": "as asked" }),
        )
    }

    fn change_location(&mut self, name: &str, field: &str, to: bool) -> Option<Answer> {
        let location = self.location(name);
        let mut request = json!({ "id": location["id"], "rowVersion": location["rowVersion"] });
        request[field] = json!(to);
        Some(self.call("location_update", request))
    }

    /// On hand, reserved, available at one location.
    pub fn stock_at(&mut self, name: &str, place: &str) -> (i64, i64, i64) {
        let (variant, place) = (self.variant(name), self.location_id(place));
        let balances = self.call("stock_balances", json!({ "variantId": variant })).done();
        let rows = balances["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["locationId"] == json!(place)).expect("the location");
        let figure = |field: &str| row[field].as_i64().expect("a figure");
        (figure("onHand"), figure("reserved"), figure("available"))
    }

    /// On hand, reserved, available over all locations.
    pub fn stock(&mut self, name: &str) -> (i64, i64, i64) {
        let sku = name.to_owned();
        let page = self.call("stock_list", json!({ "text": sku, "limit": 200 })).done();
        let rows = page["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["sku"] == name).unwrap_or_else(|| panic!("no stock row of {name}"));
        let figure = |field: &str| row[field].as_i64().expect("a figure");
        (figure("onHand"), figure("reserved"), figure("available"))
    }

    /// Every row of a list, page after page.
    #[track_caller]
    pub fn all_pages(&self, command: &str, request: &Value, limit: i64) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut request = request.clone();
        request["limit"] = json!(limit);
        // A list that never ends is a defect of the cursor.
        for _ in 0..10_000 {
            let page = self.call(command, request.clone()).done();
            rows.extend(page["rows"].as_array().expect("rows").clone());
            if page["next"].is_null() {
                return rows;
            }
            request["cursor"] = page["next"].clone();
        }
        panic!("{command} never ends");
    }
}

#[track_caller]
pub fn doctor(core: &Core) {
    let answer = core.dispatch(&core.owner_session(), "doctor_run", &new_id(), "{}");
    let report = Answer::parse(answer).done();
    let sick: Vec<&Value> =
        report["checks"].as_array().expect("checks").iter().filter(|check| check["ok"] != true).collect();
    assert!(report["ok"] == true && sick.is_empty(), "the doctor found: {sick:#?}");
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

pub fn column<T: rusqlite::types::FromSql>(conn: &rusqlite::Connection, sql: &str) -> Vec<T> {
    let mut statement = conn.prepare(sql).expect("a statement");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("a column")
}
