//! Answers kept for repeated requests are forgotten after a week, and not before.

use stockroom_core::{Clock, Core, Instant, ManualClock, OpenOptions};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[test]
fn an_answer_is_kept_for_a_week() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = ManualClock::at(Instant(1_790_000_000_000));
    let options = OpenOptions::new(folder.path().join("shop.stockroom"))
        .create(true)
        .background(false)
        .clock(Clock::Manual(clock.clone()));
    let core = Core::open(options).expect("a store");
    let send = |id: &str, sku: &str| {
        let payload = format!(r#"{{"name":"Tea","sku":"{sku}","price":"4.50"}}"#);
        core.dispatch(&core.owner_session(), "product_create", id, &payload)
    };
    let (old, young) = ("0193aaaa-bbbb-7ccc-8ddd-000000000001", "0193aaaa-bbbb-7ccc-8ddd-000000000002");
    let first = send(old, "TEA");
    clock.advance_ms(6 * DAY_MS);
    let second = send(young, "MINT");

    core.forget_old_answers();
    assert_eq!(send(old, "TEA"), first, "within the week the first answer is given again");

    clock.advance_ms(2 * DAY_MS);
    core.forget_old_answers();
    assert_eq!(send(young, "MINT"), second);
    let forgotten = send(old, "TEA");
    assert!(forgotten.contains("SKU_TAKEN"), "after the week it is a new request: {forgotten}");
}
