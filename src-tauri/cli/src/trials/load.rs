//! `load-test`: orders from many threads, and how long each of them waited.

use super::stage::{Stage, Tally, verdict};
use crate::answer::{Answer, Stop};
use crate::args::Global;
use crate::voice::{Voice, aligned, grouped};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Products of the trial; the first few are scarce, so that refusals are part of it.
const PRODUCTS: usize = 20;
const SCARCE: usize = 2;
/// Units of a scarce product.
const SCARCE_UNITS: u32 = 5;
/// The most lines of one order.
const MAX_ORDER_LINES: usize = 3;
/// The most units of one line.
const MAX_LINE_UNITS: usize = 3;

pub struct Load {
    /// Of all threads together.
    pub orders: u32,
    pub threads: u32,
    /// Between two orders of one thread.
    pub delay: Duration,
    pub folder: Option<PathBuf>,
}

/// What one thread, or all of them, saw.
#[derive(Default)]
struct Seen {
    tally: Tally,
    waits: Vec<Duration>,
}

pub fn load_test(global: &Global, voice: Voice, load: &Load) -> Result<(), Stop> {
    let stage = Stage::set(global, load.folder.as_deref())?;
    let plenty = load.orders.saturating_mul(u32::try_from(MAX_LINE_UNITS).unwrap_or(1));
    let mut variants = Vec::with_capacity(PRODUCTS);
    for place in 0..PRODUCTS {
        let units = if place < SCARCE { SCARCE_UNITS } else { plenty };
        variants.push(stage.stock(&format!("LOAD-{place:02}"), units)?);
    }
    let began = Instant::now();
    let seen = place_all(&stage, &variants, load)?;
    let elapsed = began.elapsed();
    let report = stage.doctor()?;
    tell(voice, load, seen, elapsed, report.ok, &verdict(&report))
}

fn place_all(stage: &Stage, variants: &[String], load: &Load) -> Result<Seen, Stop> {
    let threads: Vec<Result<Seen, Stop>> = std::thread::scope(|scope| {
        let started: Vec<_> =
            (0..load.threads).map(|thread| scope.spawn(move || place_some(stage, variants, load, thread))).collect();
        let joined = started.into_iter().map(|thread| thread.join());
        joined.map(|seen| seen.unwrap_or_else(|_| Err(Stop::Bug("a thread panicked".to_owned())))).collect()
    });
    let mut all = Seen::default();
    for seen in threads {
        let Seen { tally, waits } = seen?;
        all.waits.extend(waits);
        all.tally.join(tally);
    }
    Ok(all)
}

/// Every `threads`-th order, with the pause between two.
fn place_some(stage: &Stage, variants: &[String], load: &Load, thread: u32) -> Result<Seen, Stop> {
    let mut seen = Seen::default();
    for (turn, order) in (thread..load.orders).step_by(usize::try_from(load.threads).unwrap_or(1)).enumerate() {
        if turn > 0 {
            std::thread::sleep(load.delay);
        }
        let request = order_request(variants, usize::try_from(order).unwrap_or(0));
        let began = Instant::now();
        let answer: Answer = stage.desk.ask("order_place", &request)?;
        seen.waits.push(began.elapsed());
        seen.tally.add(answer);
    }
    Ok(seen)
}

/// One to three lines of different products, the same for the same place; every third order is confirmed at once.
fn order_request(variants: &[String], place: usize) -> Value {
    // A step that shares no factor with the number of products walks over all of them.
    let first = place * 7 % variants.len();
    let lines: Vec<Value> = (0..=place % MAX_ORDER_LINES)
        .map(|line| {
            let variant = &variants[(first + line) % variants.len()];
            json!({ "variantId": variant, "quantity": 1 + (place + line) % MAX_LINE_UNITS })
        })
        .collect();
    let up_to = if place.is_multiple_of(3) { "confirmed" } else { "pending" };
    json!({ "lines": lines, "customer": { "name": format!("Customer {}", place % 40) }, "upTo": up_to })
}

fn tell(
    voice: Voice,
    load: &Load,
    mut seen: Seen,
    elapsed: Duration,
    is_clean: bool,
    verdict: &str,
) -> Result<(), Stop> {
    seen.waits.sort_unstable();
    let [p50, p95, p99, longest] = [50, 95, 99, 100].map(|percent| milliseconds(percentile(&seen.waits, percent)));
    let per_second = seen.tally.done as f64 / elapsed.as_secs_f64().max(f64::EPSILON);
    voice.object(&json!({
        "orders": load.orders, "threads": load.threads, "delayMs": milliseconds(load.delay),
        "placed": seen.tally.done, "refused": seen.tally.refused, "incidents": seen.tally.incidents,
        "elapsedMs": milliseconds(elapsed), "ordersPerSecond": per_second,
        "latencyMs": { "p50": p50, "p95": p95, "p99": p99, "max": longest }, "doctor": is_clean,
    }));
    let orders = i64::from(load.orders);
    let rows = [
        (
            "orders",
            format!(
                "{} by {} threads, {} ms between two of one",
                grouped(orders),
                load.threads,
                milliseconds(load.delay)
            ),
        ),
        (
            "placed",
            format!("{} in {} s, {per_second:.1} orders/s", seen.tally.done, elapsed.as_millis() as f64 / 1000.0),
        ),
        ("latency", format!("p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, max {longest:.1} ms")),
        ("refused", seen.tally.refusals()),
        (
            "incidents",
            if seen.tally.incidents.is_empty() { "none".to_owned() } else { seen.tally.incidents.join(", ") },
        ),
        ("doctor", verdict.to_owned()),
    ];
    voice.say(&aligned(&rows.map(|(name, said)| vec![name.to_owned(), said]), &[]));
    if is_clean && seen.tally.incidents.is_empty() { Ok(()) } else { Err(Stop::NotInOrder) }
}

/// The wait that so many percent of the orders did not exceed. The waits are sorted.
fn percentile(waits: &[Duration], percent: usize) -> Duration {
    let rank = (waits.len() * percent).div_ceil(100).saturating_sub(1);
    waits.get(rank).copied().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_the_nearest_rank() {
        let waits: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!([50, 95, 99, 100].map(|percent| percentile(&waits, percent).as_millis()), [100, 190, 198, 200]);
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }

    #[test]
    fn an_order_never_names_a_product_twice() {
        let variants: Vec<String> = (0..PRODUCTS).map(|place| place.to_string()).collect();
        for place in 0..100 {
            let request = order_request(&variants, place);
            let lines = request["lines"].as_array().expect("lines");
            let named: std::collections::BTreeSet<String> =
                lines.iter().map(|line| line["variantId"].to_string()).collect();
            assert_eq!(named.len(), lines.len());
        }
    }
}
