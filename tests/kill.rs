//! The program is killed at any moment of a busy day. Whatever it had answered is there afterwards, and no half of
//! anything.
#![cfg(unix)]

mod support;

use rusqlite::functions::FunctionFlags;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use stockroom_core::db::{Act, Told, Work};
use stockroom_core::{Core, OpenOptions};
use support::{Answer, column, doctor, new_id};

/// Names the store to the program that is to be killed.
const STORE: &str = "STOCKROOM_TEST_KILL_STORE";
/// Threads that write at once.
const WRITERS: usize = 4;
/// Rounds on one store before a new one: the doctor reads all of it after each round.
const ROUNDS_A_STORE: u64 = 25;
/// The most answers that a round waits for before it kills.
const MOST_ANSWERS: u64 = 60;
/// Begins a line that tells of an answer: the test harness writes lines of its own.
const TOLD: &str = "answered";

/// SplitMix64: rounds that can be played again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

fn fingerprint(text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[test]
fn killed_at_any_moment_every_answered_command_is_there() {
    if let Some(store) = std::env::var_os(STORE) {
        write_until_killed(Path::new(&store));
    }
    let rounds: u64 = std::env::var("STOCKROOM_KILL_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let mut random = Random(20_261_120);
    let mut answered = 0;
    let mut folder = tempfile::TempDir::new().expect("a folder");
    for round in 0..rounds {
        if round % ROUNDS_A_STORE == 0 {
            folder = tempfile::TempDir::new().expect("a folder");
        }
        let path = folder.path().join("shop.stockroom");
        if round % ROUNDS_A_STORE == 0 {
            drop(Core::open(OpenOptions::new(&path).create(true).background(false)).expect("a store"));
        }
        let told = kill_after(&path, random.below(MOST_ANSWERS));
        answered += told.len();
        look_at(&path, &told, round);
    }
    assert!(answered as u64 > rounds * 10, "{answered} answers in {rounds} rounds show nothing");
}

/// Starts the program, waits for so many answers, kills it. Gives every answer that it told of, by request id.
fn kill_after(store: &Path, answers: u64) -> HashMap<String, String> {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "killed_at_any_moment_every_answered_command_is_there", "--nocapture"])
        .env(STORE, store)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its voice")).lines();
    let mut told = HashMap::new();
    let mut read = |line: String| {
        let mut words = line.split(' ');
        if let (Some(TOLD), Some(id), Some(answer)) = (words.next(), words.next(), words.next()) {
            told.insert(id.to_owned(), answer.to_owned());
        }
        told.len() as u64
    };
    for line in lines.by_ref() {
        if read(line.expect("a line")) >= answers {
            break;
        }
    }
    child.kill().expect("killed");
    // What it said between the last line read and its end was answered too. A line cut short was not.
    for line in lines.map_while(Result::ok) {
        if line.ends_with('.') {
            read(line);
        }
    }
    child.wait().expect("it ended");
    told.into_iter().map(|(id, answer)| (id, answer.trim_end_matches('.').to_owned())).collect()
}

fn look_at(store: &Path, told: &HashMap<String, String>, round: u64) {
    let core = Core::open(OpenOptions::new(store).background(false))
        .unwrap_or_else(|refusal| panic!("round {round}: the store does not open again: {refusal}"));
    doctor(&core);
    let conn = rusqlite::Connection::open(store).expect("the store");
    let mut kept = conn.prepare("SELECT response FROM request WHERE id = ?1").expect("a statement");
    for (id, answer) in told {
        let id = uuid::Uuid::parse_str(id).expect("an id");
        let response: String = kept
            .query_row([id.as_bytes().as_slice()], |row| row.get(0))
            .unwrap_or_else(|error| panic!("round {round}: {id} was answered and is not there: {error}"));
        assert_eq!(&fingerprint(&response), answer, "round {round}: {id} was answered otherwise");
    }
    let orphans: Vec<String> = column(
        &conn,
        "SELECT lower(hex(request_id)) FROM audit_entry WHERE request_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM request WHERE request.id = audit_entry.request_id)",
    );
    assert_eq!(orphans, Vec::<String>::new(), "round {round}: half of a command was kept");
}

/// The program that is killed: several people work at once, and each answer is told once it came.
fn write_until_killed(store: &Path) -> ! {
    let core = Core::open(OpenOptions::new(store)).expect("the store opens");
    let seed = Arc::new(AtomicU64::new(u64::from(std::process::id()).wrapping_mul(7919)));
    let products: Vec<Value> = (0..3).map(|n| product(&core, n)).collect();
    let places = places(&core);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            let (core, products, places) = (&core, &products, &places);
            let mut random = Random(seed.fetch_add(1, Ordering::Relaxed));
            scope.spawn(move || {
                let mut mine = Mine::default();
                loop {
                    mine.work(core, products, places, &mut random);
                }
            });
        }
    });
    unreachable!("the writers work until they are killed")
}

/// The variant, made in the first round.
fn product(core: &Core, n: u64) -> Value {
    let sku = format!("P{n}");
    let find = json!({ "text": sku, "limit": 1 });
    let found = Answer::parse(core.dispatch(&core.owner_session(), "product_suggest", &new_id(), &find.to_string()));
    if let Some(row) = found.done()["rows"].as_array().and_then(|rows| rows.first().cloned()) {
        return row["variantId"].clone();
    }
    let made = tell(core, "product_create", &json!({ "name": sku, "sku": sku, "price": "2.50" }));
    made.done()["variants"][0]["id"].clone()
}

/// The shop floor and the place behind it, which is made in the first round.
fn places(core: &Core) -> Vec<Value> {
    let list = || {
        let answer = core.dispatch(&core.owner_session(), "location_list", &new_id(), "{}");
        let rows = Answer::parse(answer).done()["rows"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    if list().len() < 2 {
        tell(core, "location_create", &json!({ "name": "Back" }));
    }
    list()
}

/// Sends a command and tells of its answer, where it was kept, once it came.
fn tell(core: &Core, command: &str, payload: &Value) -> Answer {
    let id = new_id();
    let answer = Answer::parse(core.dispatch(&core.owner_session(), command, &id, &payload.to_string()));
    assert_ne!(answer.outcome(), "incident", "{}", answer.text);
    if answer.outcome() != "refused" {
        let line = format!("\n{TOLD} {id} {}.\n", fingerprint(&answer.text));
        // One write a line, so that lines of several threads do not mix; the parent may be gone with its pipe.
        let _ = std::io::stdout().lock().write_all(line.as_bytes());
    }
    answer
}

/// What one writer has in hand.
#[derive(Default)]
struct Mine {
    holds: Vec<Value>,
    orders: Vec<(Value, Value)>,
    batch: Option<Value>,
    /// A count that nobody else has.
    sheet: Option<Value>,
    wait: Option<Value>,
}

impl Mine {
    fn work(&mut self, core: &Core, products: &[Value], places: &[Value], random: &mut Random) {
        let mut line = || {
            let product = &products[random.below(products.len() as u64) as usize];
            json!({ "variantId": product, "quantity": 1 + random.below(4) })
        };
        let lines = json!([line(), line()]);
        match random.below(18) {
            0 => {
                tell(core, "stock_receive", &json!({ "lines": lines }));
            }
            1 | 2 => {
                let answer = tell(core, "reservation_create", &json!({ "lines": lines, "ttlSeconds": 1 }));
                self.holds = answer.json["value"]["rows"]
                    .as_array()
                    .map(|rows| rows.iter().map(|row| row["id"].clone()).collect())
                    .unwrap_or_default();
            }
            3 if !self.holds.is_empty() => {
                tell(core, "reservation_release", &json!({ "ids": std::mem::take(&mut self.holds) }));
            }
            4 if !self.holds.is_empty() => {
                let holds = std::mem::take(&mut self.holds);
                let answer = tell(core, "order_place", &json!({ "reservationIds": holds }));
                self.keep(&answer);
            }
            5 => {
                let up_to = ["pending", "confirmed", "delivered"][random.below(3) as usize];
                let request = json!({ "lines": lines, "onShortage": "reject", "upTo": up_to });
                let answer = tell(core, "order_place", &request);
                self.keep(&answer);
            }
            6 | 7 if !self.orders.is_empty() => {
                let (id, version) = self.orders.remove(0);
                let to = ["confirmed", "processing", "shipped", "cancelled"][random.below(4) as usize];
                let request = json!({ "id": id, "to": to, "rowVersion": version, "reason": "so" });
                let answer = tell(core, "order_transition", &request);
                self.keep(&answer);
            }
            8 => {
                let [from, to] = if random.below(2) == 0 { [0, 1] } else { [1, 0] };
                let lines: Vec<Value> =
                    products.iter().map(|product| json!({ "variantId": product, "quantity": 1 })).collect();
                let request = json!({ "fromLocationId": places[from], "toLocationId": places[to], "lines": lines });
                let answer = tell(core, "stock_transfer", &request);
                self.batch = Some(answer.json["value"]["batchId"].clone());
            }
            9 if self.batch.is_some() => {
                let batch = self.batch.take();
                tell(core, "batch_undo", &json!({ "id": batch }));
            }
            10 if !self.holds.is_empty() => {
                // Some of the shelf breaks, and whoever was to have it goes without.
                let give_way = json!({ "reservations": [self.holds.remove(0)] });
                let request = json!({
                    "variantId": products[0], "counted": 0, "reason": "damaged", "giveWay": give_way,
                });
                tell(core, "stock_adjust", &request);
            }
            11 => {
                let answer = tell(core, "count_start", &json!({ "scope": "all" }));
                self.sheet = Some(answer.done()["id"].clone());
            }
            12 if self.sheet.is_some() => {
                let sheet = self.sheet.take();
                let entries = json!([{ "variantId": products[1], "quantity": 1 + random.below(20), "mode": "set" }]);
                tell(core, "count_enter", &json!({ "id": sheet, "entries": entries }));
                let request = json!({ "id": sheet, "rowVersion": 2, "uncounted": "leave" });
                tell(core, "count_post", &request);
            }
            13 if !self.orders.is_empty() => {
                let to = ["confirmed", "processing", "shipped", "delivered"][random.below(4) as usize];
                let ids: Vec<Value> = self.orders.drain(..).map(|(id, _)| id).collect();
                let answer = tell(core, "order_transition_many", &json!({ "ids": ids, "to": to }));
                for row in answer.json["value"]["rows"].as_array().into_iter().flatten() {
                    let request = json!({ "id": row["id"] }).to_string();
                    let order = core.dispatch(&core.owner_session(), "order_get", &new_id(), &request);
                    self.keep(&Answer::parse(order));
                }
            }
            14 if !self.orders.is_empty() => {
                let (id, version) = self.orders.remove(0);
                let lines = json!([{ "lineNo": 1, "quantity": 1 }]);
                let answer = tell(core, "order_ship", &json!({ "id": id, "rowVersion": version, "lines": lines }));
                self.keep(&answer);
            }
            15 if !self.orders.is_empty() => {
                let (id, version) = self.orders.remove(0);
                tell(core, "payment_record", &json!({ "orderId": id, "method": "cash", "tendered": "5.00" }));
                let lines = json!([{ "lineNo": 1, "quantity": 1, "condition": "damaged" }]);
                let request = json!({ "id": id, "rowVersion": version, "lines": lines, "reason": "so" });
                tell(core, "order_return", &request);
            }
            16 => {
                let line =
                    json!({ "variantId": lines[0]["variantId"], "quantity": 2, "acceptPart": random.below(2) == 0 });
                let request = json!({ "lines": [line], "holdSeconds": 1, "waitSeconds": 1 + random.below(3) });
                let answer = tell(core, "wait_create", &request);
                self.wait = Some(answer.done()["rows"][0]["id"].clone());
            }
            17 if self.wait.is_some() => {
                let wait = self.wait.take();
                tell(core, "wait_cancel", &json!({ "ids": [wait] }));
            }
            _ => {
                let product = &products[0];
                tell(core, "stock_adjust", &json!({ "variantId": product, "delta": 3, "reason": "found" }));
            }
        }
    }

    fn keep(&mut self, answer: &Answer) {
        let order = &answer.json["value"]["order"];
        if order.is_object() {
            self.orders.push((order["id"].clone(), order["rowVersion"].clone()));
        }
    }
}

/// Names the store to the program that is killed while it moves many orders, and after how many of them.
const MOVING_STORE: &str = "STOCKROOM_TEST_KILL_MOVING_STORE";
const MOVED_BEFORE: &str = "STOCKROOM_TEST_KILL_MOVED_BEFORE";
/// The request that moves them, the same each time.
const MOVING: &str = "01a1f866-0d00-712f-a8fe-be792bd5ec1b";
const MANY: usize = 30;
/// What the program says before it waits to be killed.
const HALF: &str = "half";

/// Killed after the first, in the middle and after the last of many orders that move at once, none of them moved; and
/// the same request then moves them all.
#[test]
fn killed_while_many_orders_move_all_of_them_moved_or_none() {
    if let Some(store) = std::env::var_os(MOVING_STORE) {
        move_until_killed(Path::new(&store));
    }
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("shop.stockroom");
    let core = Core::open(OpenOptions::new(&path).create(true).background(false)).expect("a store");
    let made = tell(&core, "product_create", &json!({ "name": "Tea", "sku": "TEA", "price": "2.50" })).done();
    let lines = json!([{ "variantId": made["variants"][0]["id"], "quantity": 2 }]);
    let stock = json!([{ "variantId": made["variants"][0]["id"], "quantity": 2 * MANY }]);
    tell(&core, "stock_receive", &json!({ "lines": stock })).done();
    let orders: Vec<Value> = (0..MANY)
        .map(|_| tell(&core, "order_place", &json!({ "lines": lines })).done()["order"]["id"].clone())
        .collect();
    core.close();
    for before in [1, MANY / 2, MANY] {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "killed_while_many_orders_move_all_of_them_moved_or_none", "--nocapture"])
            .env(MOVING_STORE, &path)
            .env(MOVED_BEFORE, before.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its voice")).lines();
        assert!(lines.any(|line| line.expect("a line") == HALF), "it ended before it was killed");
        child.kill().expect("killed");
        child.wait().expect("it ended");
        let core = Core::open(OpenOptions::new(&path).background(false)).expect("the store opens again");
        doctor(&core);
        let conn = rusqlite::Connection::open(&path).expect("the store");
        assert_eq!(column::<String>(&conn, "SELECT DISTINCT status FROM orders"), ["pending"], "after {before}");
        assert_eq!(column::<i64>(&conn, "SELECT count(*) FROM allocation"), [0]);
        assert_eq!(column::<i64>(&conn, "SELECT count(*) FROM audit_entry WHERE action = 'order_status_changed'"), [0]);
        core.close();
    }
    let core = Core::open(OpenOptions::new(&path).background(false)).expect("the store opens again");
    let request = json!({ "ids": orders, "to": "confirmed" }).to_string();
    let moved = Answer::parse(core.dispatch(&core.owner_session(), "order_transition_many", MOVING, &request)).done();
    assert_eq!((&moved["done"], &moved["refused"]), (&json!(MANY), &json!(0)));
    doctor(&core);
}

/// Moves every order, and stops in the middle of it until somebody ends it.
fn move_until_killed(store: &Path) -> ! {
    let before: u64 = std::env::var(MOVED_BEFORE).ok().and_then(|n| n.parse().ok()).expect("a number of orders");
    let core = Core::open(OpenOptions::new(store).background(false)).expect("the store opens");
    let stop: Work = Box::new(move |uow| {
        let moved = AtomicU64::new(0);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        uow.conn.create_scalar_function("one_moved", 0, flags, move |_| {
            if moved.fetch_add(1, Ordering::SeqCst) + 1 == before {
                let _ = std::io::stdout().lock().write_all(format!("\n{HALF}\n").as_bytes());
                loop {
                    std::thread::park();
                }
            }
            Ok(true)
        })?;
        uow.conn.execute_batch(
            "CREATE TEMP TRIGGER one_moved AFTER UPDATE OF status ON main.orders BEGIN SELECT one_moved(); END",
        )?;
        Ok(Told(String::new()))
    });
    core.work(&core.owner_session().actor, Act::default(), stop);
    let conn = rusqlite::Connection::open(store).expect("the store");
    let orders: Vec<String> = column(&conn, "SELECT lower(hex(id)) FROM orders ORDER BY row_no");
    let orders: Vec<String> = orders.iter().map(|hex| uuid::Uuid::parse_str(hex).expect("an id").to_string()).collect();
    let request = json!({ "ids": orders, "to": "confirmed" }).to_string();
    let answer = core.dispatch(&core.owner_session(), "order_transition_many", MOVING, &request);
    panic!("nobody killed it: {answer}");
}
