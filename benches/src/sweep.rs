//! Ten thousand holds lapse at once, while sales go on.

use crate::Outcome;
use crate::report::{Goal, Report};
use crate::reserve::{call, refusal};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use stockroom_core::{Clock, Core, ManualClock, OpenOptions};

const HOLDS: usize = 10_000;
/// Lines of one request, so that making the holds does not take longer than sweeping them.
const LINES: usize = 500;

pub fn run(report: &mut Report) -> Outcome<()> {
    let folder = tempfile::Builder::new().prefix("stockroom-bench").tempdir_in("target")?;
    let clock = ManualClock::at(stockroom_core::Instant(1_790_000_000_000));
    let options = OpenOptions::new(folder.path().join("sweep.stockroom"))
        .create(true)
        .clock(Clock::Manual(clock.clone()))
        .background(false);
    let core = Core::open(options).map_err(refusal)?;
    let product = call(&core, "product_create", &json!({ "name": "Tea", "sku": "TEA", "price": "4.50" }))?;
    let variant_id = product["variants"][0]["id"].as_str().unwrap_or_default().to_owned();
    call(&core, "stock_receive", &json!({ "lines": [{ "variantId": variant_id, "quantity": 1_000_000 }] }))?;
    for _ in 0..HOLDS / LINES {
        let lines: Vec<_> = (0..LINES).map(|_| json!({ "variantId": variant_id, "quantity": 1 })).collect();
        call(&core, "reservation_create", &json!({ "lines": lines, "ttlSeconds": 60 }))?;
    }

    let done = Arc::new(AtomicBool::new(false));
    let seller = {
        let (core, done) = (core.clone(), done.clone());
        let request = json!({ "variantId": variant_id, "delta": 1, "reason": "found" }).to_string();
        std::thread::spawn(move || {
            let session = core.owner_session();
            let mut waits: Vec<f64> = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let began = Instant::now();
                core.dispatch(&session, "stock_adjust", &uuid::Uuid::now_v7().to_string(), &request);
                waits.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            waits
        })
    };
    clock.advance_ms(61_000);
    let began = Instant::now();
    core.sweep().map_err(refusal)?;
    let took = began.elapsed().as_secs_f64();
    done.store(true, Ordering::Relaxed);
    let waits = seller.join().map_err(|_| "the seller panicked")?;
    let left = call(&core, "reservation_summary", &json!({}))?;
    if left["lapsedToday"] != json!(HOLDS) {
        return Err(format!("not every hold lapsed: {left}").into());
    }
    report.figure("sweep of 10,000 lapsed holds", took, "s", Goal::AtMost(1.0));
    report.figure(
        "sweep: longest wait of a write meanwhile",
        waits.iter().copied().fold(0.0, f64::max),
        "ms",
        Goal::AtMost(20.0),
    );
    Ok(())
}
