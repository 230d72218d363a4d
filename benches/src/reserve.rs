//! reservation_create through the whole engine, beside a raw transaction that writes the same rows.

use crate::Outcome;
use crate::report::{Goal, Report, median, quantile};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use stockroom_core::{Core, OpenOptions};
use uuid::Uuid;

const ROUNDS: usize = 5;
const PER_ROUND: usize = 400;
const TOGETHER_FOR: Duration = Duration::from_secs(3);

pub struct Bench {
    pub core: Arc<Core>,
    pub variant_id: String,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// A new store with one product that never runs out.
    pub fn new() -> Outcome<Bench> {
        let folder = tempfile::Builder::new().prefix("stockroom-bench").tempdir_in("target")?;
        let core = Core::open(OpenOptions::new(folder.path().join("bench.stockroom")).create(true)).map_err(refusal)?;
        let bench = Bench { core, variant_id: String::new(), _folder: folder };
        let product = bench.call("product_create", &json!({ "name": "Tea", "sku": "TEA", "price": "4.50" }))?;
        let variant_id = product["variants"][0]["id"].as_str().unwrap_or_default().to_owned();
        for _ in 0..900 {
            bench.call("stock_receive", &json!({ "lines": [{ "variantId": variant_id, "quantity": 1_000_000 }] }))?;
        }
        Ok(Bench { variant_id, ..bench })
    }

    pub fn call(&self, name: &str, request: &Value) -> Outcome<Value> {
        call(&self.core, name, request)
    }

    pub fn reserve_request(&self, ttl_seconds: i64) -> String {
        json!({
            "lines": [{ "variantId": self.variant_id, "quantity": 1 }],
            "forWhom": "Maeve Brennan", "ttlSeconds": ttl_seconds, "note": "",
        })
        .to_string()
    }
}

pub fn refusal(refusal: stockroom_core::Refusal) -> Box<dyn std::error::Error> {
    refusal.to_string().into()
}

pub fn call(core: &Core, name: &str, request: &Value) -> Outcome<Value> {
    let answer = core.dispatch(&core.owner_session(), name, &Uuid::now_v7().to_string(), &request.to_string());
    let mut answer: Value = serde_json::from_str(&answer)?;
    if answer["outcome"] != "done" {
        return Err(format!("{name}: {answer}").into());
    }
    Ok(answer["value"].take())
}

/// One reservation through dispatch; the time it took in milliseconds.
fn reserve(core: &Core, session: &stockroom_core::Session, request: &str) -> Outcome<f64> {
    let began = Instant::now();
    let answer = core.dispatch(session, "reservation_create", &Uuid::now_v7().to_string(), request);
    let took = began.elapsed().as_secs_f64() * 1000.0;
    if answer.starts_with("{\"outcome\":\"done\"") { Ok(took) } else { Err(answer.into()) }
}

pub fn alone(report: &mut Report) -> Outcome<()> {
    let bench = Bench::new()?;
    let session = bench.core.owner_session();
    let request = bench.reserve_request(3600);
    // The raw side writes to a copy of the same file, so that both trees are alike.
    let copy = bench.core.path().with_file_name("raw.stockroom");
    Connection::open(bench.core.path())?.execute("VACUUM INTO ?1", [copy.display().to_string()])?;
    let mut raw = Raw::open(&copy)?;
    for _ in 0..50 {
        reserve(&bench.core, &session, &request)?;
        raw.reserve()?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let began = Instant::now();
        for _ in 0..PER_ROUND {
            reserve(&bench.core, &session, &request)?;
        }
        ours.push(PER_ROUND as f64 / began.elapsed().as_secs_f64());
        let began = Instant::now();
        for _ in 0..PER_ROUND {
            raw.reserve()?;
        }
        theirs.push(PER_ROUND as f64 / began.elapsed().as_secs_f64());
    }
    report.ratio("reservation_create, one caller", median(&mut ours), median(&mut theirs), "per s", Goal::AtLeast(0.6));
    Ok(())
}

/// A hand-written transaction: the same rows into the same indexes, and nothing else.
struct Raw {
    conn: Connection,
    variant: Vec<u8>,
    location: Vec<u8>,
    staff: Vec<u8>,
    seq: i64,
    audit: i64,
}

impl Raw {
    fn open(path: &Path) -> Outcome<Raw> {
        let conn = Connection::open(path)?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 1000;",
        )?;
        conn.set_prepared_statement_cache_capacity(32);
        let id = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0));
        let variant = id("SELECT id FROM variant")?;
        let location = id("SELECT id FROM location")?;
        let staff = id("SELECT id FROM staff WHERE origin = 'store'")?;
        let audit = conn.query_row("SELECT max(seq) FROM audit_entry", [], |row| row.get(0))?;
        let seq = conn.query_row("SELECT coalesce(max(row_no), 0) FROM reservation", [], |row| row.get(0))?;
        Ok(Raw { conn, variant, location, staff, seq, audit })
    }

    fn reserve(&mut self) -> rusqlite::Result<()> {
        let (id, group, request) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let now = 1_790_000_000_000_i64 + self.seq;
        self.seq += 1;
        self.audit += 1;
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| self.conn.prepare_cached(sql)?.execute(values);
        run("BEGIN IMMEDIATE", &[])?;
        self.conn
            .prepare_cached("SELECT available FROM stock_balance WHERE variant_id = ?1 AND location_id = ?2")?
            .query_row(params![self.variant, self.location], |row| row.get::<_, i64>(0))?;
        let (on_hand, reserved) = self
            .conn
            .prepare_cached(
                "UPDATE stock_balance SET reserved = reserved + 1 WHERE variant_id = ?1 AND location_id = ?2
                 RETURNING on_hand, reserved",
            )?
            .query_row(params![self.variant, self.location], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })?;
        run(
            "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
               reserved_after, ref_type, ref_id, ref_label, staff_id, request_id, at)
             VALUES (?1, ?2, 'reserve', 0, 1, ?3, ?4, 'reservation', ?5, 'Maeve Brennan', ?6, ?7, ?8)",
            params![self.variant, self.location, on_hand, reserved, id.as_bytes(), self.staff, request.as_bytes(), now],
        )?;
        run(
            "INSERT INTO reservation (row_no, seq, id, group_id, variant_id, location_id, quantity, status, expires_at,
               created_at, for_whom, note, staff_id)
             VALUES (?1, ?1, ?2, ?3, ?4, ?5, 1, 'active', ?6, ?7, 'Maeve Brennan', '', ?8)",
            params![
                self.seq,
                id.as_bytes(),
                group.as_bytes(),
                self.variant,
                self.location,
                now + 3_600_000,
                now,
                self.staff
            ],
        )?;
        run(
            "INSERT INTO audit_entry (seq, at, actor, actor_id, action, object_type, object_id, object_label, new_value,
               request_id, prev_hash, hash)
             VALUES (?1, ?2, 'Owner', ?3, 'reservation_created', 'reservation', ?4, 'Maeve Brennan', ?5, ?6, ?7, ?7)",
            params![
                self.audit, now, self.staff, id.to_string(),
                "{\"sku\":\"TEA\",\"quantity\":1,\"expiresAt\":1790003600000,\"status\":\"active\",\"forWhom\":\"Maeve Brennan\"}",
                request.as_bytes(), [7_u8; 32]
            ],
        )?;
        run(
            "INSERT INTO request (id, staff_id, command, request_hash, response, at)
             VALUES (?1, ?2, 'reservation_create', ?3, ?4, ?5)",
            params![request.as_bytes(), self.staff, [9_u8; 32], RESPONSE, now],
        )?;
        run("COMMIT", &[])?;
        Ok(())
    }
}

/// As long as the answer that the engine keeps.
const RESPONSE: &str = "{\"outcome\":\"done\",\"requestId\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"value\":{\"groupId\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"rows\":[{\"id\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"seq\":12345,\"groupId\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"variantId\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"locationId\":\"0193aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"sku\":\"TEA\",\"name\":\"Tea\",\"quantity\":1,\"status\":\"active\",\"expiresAt\":1790003600000,\"createdAt\":1790000000000,\"endedAt\":null,\"forWhom\":\"Maeve Brennan\",\"customerId\":null,\"orderId\":null,\"orderNumber\":null,\"note\":\"\",\"staffName\":\"Owner\"}]}}";

pub fn together(report: &mut Report) -> Outcome<()> {
    let single = crowd(1)?;
    for (callers, goal) in [(16, 2.5), (50, 3.5)] {
        let mut crowd = crowd(callers)?;
        report.ratio(
            &format!("reservation_create, {callers} callers to one"),
            crowd.rate,
            single.rate,
            "per s",
            Goal::AtLeast(goal),
        );
        report.figure(
            &format!("reservation_create, {callers} callers, p99.9 wait"),
            quantile(&mut crowd.waits, 0.999),
            "ms",
            Goal::AtMost(50.0),
        );
        report.ratio(
            &format!("reservation_create, {callers} callers, slowest to fastest"),
            crowd.slowest,
            crowd.fastest,
            "answers",
            Goal::AtLeast(0.7),
        );
    }
    Ok(())
}

struct Crowd {
    rate: f64,
    waits: Vec<f64>,
    slowest: f64,
    fastest: f64,
}

fn crowd(callers: usize) -> Outcome<Crowd> {
    let bench = Bench::new()?;
    let barrier = Arc::new(Barrier::new(callers));
    let request = Arc::new(bench.reserve_request(3600));
    let threads: Vec<_> = (0..callers)
        .map(|_| {
            let (core, barrier, request) = (bench.core.clone(), barrier.clone(), request.clone());
            std::thread::spawn(move || {
                let session = core.owner_session();
                let mut waits = Vec::new();
                barrier.wait();
                let began = Instant::now();
                while began.elapsed() < TOGETHER_FOR {
                    match reserve(&core, &session, &request) {
                        Ok(wait) => waits.push(wait),
                        Err(error) => return Err(error.to_string()),
                    }
                }
                Ok(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    let mut counts = Vec::new();
    for thread in threads {
        let theirs = thread.join().map_err(|_| "a caller panicked")??;
        counts.push(theirs.len() as f64);
        waits.extend(theirs);
    }
    Ok(Crowd {
        rate: waits.len() as f64 / TOGETHER_FOR.as_secs_f64(),
        slowest: counts.iter().copied().fold(f64::INFINITY, f64::min),
        fastest: counts.iter().copied().fold(0.0, f64::max),
        waits,
    })
}
