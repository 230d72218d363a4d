//! The order table: any mix of filters under any sort gives what a plain search over all orders gives, page after
//! page and by place.

mod support;

use serde_json::json;
use support::ledger_of_orders::{Asked, Ledger, Random, SORTS, every_mix, last_day, numbers};
use support::{Shop, text};

fn expected(ledger: &Ledger, asked: &Asked, sort: &str) -> Vec<String> {
    ledger.search(asked, sort).iter().map(|order| order.number.clone()).collect()
}

/// The list, its pages, its totals and its view for one request.
fn hold_against_the_search(ledger: &Ledger, asked: &Asked, sort: &str, limit: i64) {
    let filter = ledger.request(asked);
    let expected = expected(ledger, asked, sort);
    let rows = ledger.shop.all_pages("order_list", &json!({ "filter": filter, "sort": sort }), limit);
    assert_eq!(numbers(&rows), expected, "{sort} {asked:?}");

    let view = ledger.shop.call("order_view_open", json!({ "filter": filter, "sort": sort })).done();
    assert_eq!(view["count"], expected.len(), "{sort} {asked:?}");
    let from = expected.len() / 2;
    let page = json!({ "handle": view["handle"], "from": from, "limit": 50 });
    let rows = ledger.shop.call("order_view_rows", page).done();
    let shown = numbers(rows["rows"].as_array().expect("rows"));
    assert_eq!(shown, expected[from..expected.len().min(from + 50)], "{sort} {asked:?}");
    assert_eq!(rows["newSince"], 0);
}

fn hold_totals_against_the_search(ledger: &Ledger, asked: &Asked) {
    let found = ledger.search(asked, "number");
    let totals = ledger.shop.call("order_totals", json!({ "filter": ledger.request(asked) })).done();
    let sum: i64 = found.iter().map(|order| order.total).sum();
    let days = Asked { from: asked.from, to: asked.to, ..Asked::default() };
    assert_eq!(totals["orders"], found.len(), "{asked:?}");
    assert_eq!(totals["items"], found.iter().map(|order| order.items).sum::<i64>());
    assert_eq!(text(&totals["total"]), format!("{}.{:02}", sum / 100, sum % 100));
    assert_eq!(totals["ofSameDays"], ledger.search(&days, "number").len());
    let count = found.len() as i64;
    let average = if count == 0 { 0 } else { (sum * 2 + count) / (count * 2) };
    assert_eq!(text(&totals["average"]), format!("{}.{:02}", average / 100, average % 100), "{asked:?}");
}

#[test]
fn every_mix_of_filters_gives_what_a_plain_search_gives() {
    let ledger = Ledger::of(300, |options| options);
    for (index, asked) in every_mix().iter().enumerate() {
        // Each mix under one sort in turn; 5 and 6 have no common divisor with the sizes of the mix's parts' cycles.
        let sort = SORTS[(index + index / 6 + index / 36) % SORTS.len()];
        hold_against_the_search(&ledger, asked, sort, if index % 3 == 0 { 7 } else { 200 });
        if index % 5 == 0 {
            hold_totals_against_the_search(&ledger, asked);
        }
    }
}

#[test]
fn every_filter_alone_under_every_sort() {
    let ledger = Ledger::of(300, |options| options);
    let one_thing = |asked: &Asked| {
        let things = [
            !asked.status.is_empty(),
            asked.from.is_some() || asked.to.is_some(),
            asked.min.is_some() || asked.max.is_some(),
            asked.text.is_some(),
            asked.staff.is_some(),
            asked.customer.is_some(),
            !asked.priority.is_empty(),
        ];
        things.iter().filter(|there| **there).count() <= 1
    };
    for asked in every_mix().iter().filter(|asked| one_thing(asked)) {
        for sort in SORTS {
            hold_against_the_search(&ledger, asked, sort, 31);
        }
    }
}

/// Enough orders that ranges are not narrow and texts not sparse any more: the other ways of finding them.
#[test]
fn many_orders_are_found_on_the_other_ways_too() {
    let ledger = Ledger::of(9_500, |options| options);
    let texts = [Some("tea"), Some("salt"), Some("2026-"), Some("ea"), None];
    let mut random = Random(7);
    let mixes = every_mix();
    for (index, sort) in (0..60).flat_map(|index| SORTS.map(|sort| (index, sort))) {
        let mut asked = random.one_of(&mixes).clone();
        asked.text = texts[index % texts.len()];
        let filter = ledger.request(&asked);
        let expected = expected(&ledger, &asked, sort);
        let mut request = json!({ "filter": filter, "sort": sort, "limit": 150 });
        let mut shown = Vec::new();
        for _ in 0..3 {
            let page = ledger.shop.call("order_list", request.clone()).done();
            shown.extend(numbers(page["rows"].as_array().expect("rows")));
            if page["next"].is_null() {
                break;
            }
            request["cursor"] = page["next"].clone();
        }
        assert_eq!(shown, expected[..expected.len().min(450)], "{sort} {asked:?}");
        let view = ledger.shop.call("order_view_open", json!({ "filter": filter, "sort": sort })).done();
        assert_eq!(view["count"], expected.len(), "{sort} {asked:?}");
    }
    for index in 0..20 {
        let mut asked = random.one_of(&mixes).clone();
        asked.text = texts[index % texts.len()];
        hold_totals_against_the_search(&ledger, &asked);
    }
}

#[test]
fn a_text_is_taken_as_it_is() {
    let ledger = Ledger::of(60, |options| options);
    for (text, found) in [
        ("100%", true),
        ("n_b@", true),
        ("%", true),
        ("_", true),
        ("0_", false),
        ("a%g", false),
        ("'", false),
        ("\\", false),
    ] {
        let asked = Asked { text: Some(text), ..Asked::default() };
        let expected = expected(&ledger, &asked, "newest");
        assert_eq!(!expected.is_empty(), found, "{text}");
        let rows = ledger.shop.all_pages("order_list", &json!({ "filter": ledger.request(&asked) }), 200);
        assert_eq!(numbers(&rows), expected, "{text}");
    }
}

#[test]
fn pages_hold_while_orders_come_in_between() {
    let mut shop = Shop::open();
    shop.play("receive tea 100");
    for number in 1..=5 {
        shop.play(&format!("order O{number} tea 1"));
    }
    let first = shop.call("order_list", json!({ "limit": 2 })).done();
    shop.play("order O6 tea 1\n order O7 tea 1");
    let second = shop.call("order_list", json!({ "limit": 2, "cursor": first["next"] })).done();
    let third = shop.call("order_list", json!({ "limit": 2, "cursor": second["next"] })).done();
    let shown: Vec<String> = [first, second, third.clone()]
        .iter()
        .flat_map(|page| numbers(page["rows"].as_array().expect("rows")))
        .collect();
    assert_eq!(shown, ["2026-000005", "2026-000004", "2026-000003", "2026-000002", "2026-000001"]);
    assert!(third["next"].is_null());
}

#[test]
fn a_view_keeps_its_order_and_counts_what_came_since() {
    let mut shop = Shop::open();
    shop.play("receive tea 100");
    for number in 1..=5 {
        shop.play(&format!("order O{number} tea 1"));
    }
    let filter = json!({ "status": ["pending"], "text": "tea" });
    let view = shop.call("order_view_open", json!({ "filter": filter })).done();
    shop.play("order O6 tea 1\n order O7 tea 1 confirmed\n order O8 coffee 1 or reject -> declined\n confirm O3");
    let page = shop.call("order_view_rows", json!({ "handle": view["handle"], "from": 1, "limit": 3 })).done();
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!(numbers(rows), ["2026-000004", "2026-000003", "2026-000002"], "rows stay in place");
    assert_eq!(rows[1]["status"], "confirmed", "and are shown as they are now");
    assert_eq!(page["newSince"], 1, "only what matches counts as new");
    for (from, rows) in [(4, 1), (5, 0), (1_000_000, 0)] {
        let page = shop.call("order_view_rows", json!({ "handle": view["handle"], "from": from, "limit": 200 })).done();
        assert_eq!(page["rows"].as_array().map(Vec::len), Some(rows));
    }
    shop.refuses("VALIDATION", "order_view_rows", json!({ "handle": view["handle"], "from": -1, "limit": 1 }));
}

#[test]
fn the_ninth_view_closes_the_one_used_longest_ago() {
    let shop = Shop::open();
    let open = || text(&shop.call("order_view_open", json!({})).done()["handle"]);
    let rows = |handle: &String| shop.call("order_view_rows", json!({ "handle": handle, "from": 0, "limit": 1 }));
    let handles: Vec<String> = (0..8).map(|_| open()).collect();
    rows(&handles[0]).done();
    let ninth = open();
    rows(&handles[1]).refused("HANDLE_GONE");
    for handle in [&handles[0], &handles[2], &handles[7], &ninth] {
        rows(handle).done();
    }
    shop.call("order_view_close", json!({ "handle": ninth })).done();
    rows(&ninth).refused("HANDLE_GONE");
    shop.refuses("HANDLE_GONE", "order_view_find", json!({ "handle": ninth, "number": "2026-000001" }));
}

#[test]
fn a_view_finds_a_number_and_the_first_row_of_a_day() {
    let ledger = Ledger::of(300, |options| options);
    for sort in SORTS {
        let asked = Asked { status: vec!["delivered", "pending"], ..Asked::default() };
        let expected = ledger.search(&asked, sort);
        let open = json!({ "filter": ledger.request(&asked), "sort": sort });
        let handle = ledger.shop.call("order_view_open", open).done()["handle"].clone();
        let find = |what: &str, value: &str| {
            let place = ledger.shop.call("order_view_find", json!({ "handle": handle, what: value })).done();
            place["index"].as_u64().map(|index| index as usize)
        };
        for (index, order) in expected.iter().enumerate().step_by(17) {
            assert_eq!(find("number", &order.number), Some(index), "{sort}");
        }
        let left_out = ledger.orders.iter().find(|order| order.status == "shipped").expect("a shipped order");
        assert_eq!(find("number", &left_out.number), None);
        assert_eq!(find("number", "2026-999999"), None);
        for back in [0, 1, 9, 39, 41, 400] {
            let day = last_day() - back;
            let of_day = Asked { from: Some(day), to: Some(day), ..asked.clone() };
            let first = ledger.search(&of_day, sort).first().map(|order| order.seq);
            let place = first.and_then(|seq| expected.iter().position(|order| order.seq == seq));
            let filter = ledger.request(&of_day);
            assert_eq!(find("day", filter["from"].as_str().expect("a day")), place, "{sort}, {back} days back");
        }
    }
}

/// What came after the view was opened is not in it, and must not hide what is.
#[test]
fn a_view_finds_a_day_whose_first_order_is_newer_than_the_view() {
    let mut shop = Shop::open();
    shop.play("receive tea 100\n order O1 tea 1\n order O2 tea 1");
    let handle = shop.call("order_view_open", json!({})).done()["handle"].clone();
    shop.play("order O3 tea 1");
    let place = shop.call("order_view_find", json!({ "handle": handle, "day": "2026-11-20" })).done();
    assert_eq!(place["index"], 0);
    let pending = json!({ "filter": { "status": ["pending"] } });
    let handle = shop.call("order_view_open", pending).done()["handle"].clone();
    shop.play("confirm O3");
    let place = shop.call("order_view_find", json!({ "handle": handle, "day": "2026-11-20" })).done();
    assert_eq!(place["index"], 0, "O3 still stands where it stood");
}

#[test]
fn the_tabs_count_what_is_to_be_done() {
    let ledger = Ledger::of(300, |options| options);
    let counts = ledger.shop.call("order_counts", json!({})).done();
    let of = |asked: Asked| ledger.search(&asked, "number").len();
    let status = |status: &'static str| of(Asked { status: vec![status], ..Asked::default() });
    assert_eq!(counts["toConfirm"], status("pending"));
    assert_eq!(counts["toPack"], status("confirmed"));
    assert_eq!(counts["toShip"], status("processing"));
    assert_eq!(counts["open"], status("pending") + status("confirmed") + status("processing"));
    assert_eq!(counts["today"], of(Asked { from: Some(last_day()), ..Asked::default() }));
    assert_eq!(counts["last30Days"], of(Asked { from: Some(last_day() - 29), ..Asked::default() }));
}

#[test]
fn the_other_lists_give_every_row_once() {
    let shop = Shop::open();
    for number in 0..25 {
        // Names tie in pairs.
        let request = json!({ "name": format!("Tea {}", number / 2), "sku": format!("T{number:02}"), "price": "1.00" });
        let made = shop.call("product_create", request).done();
        let lines = json!([{ "variantId": made["variants"][0]["id"], "quantity": 1 + number % 3 }]);
        shop.call("stock_receive", json!({ "lines": lines })).done();
        shop.call("reservation_create", json!({ "lines": lines, "ttlSeconds": 60 + number % 4 })).done();
    }
    let skus = |command: &str, request: serde_json::Value, limit: i64| {
        let mut skus: Vec<String> =
            shop.all_pages(command, &request, limit).iter().map(|row| text(&row["sku"])).collect();
        skus.sort_unstable();
        skus
    };
    let all: Vec<String> = (0..25).map(|number| format!("T{number:02}")).collect();
    let sorts = [
        "name",
        "name_desc",
        "sku",
        "sku_desc",
        "available",
        "available_desc",
        "on_hand",
        "on_hand_desc",
        "reserved",
        "reserved_desc",
        "price",
        "price_desc",
    ];
    for sort in sorts {
        assert_eq!(skus("stock_list", json!({ "sort": sort }), 4), all, "{sort}");
    }
    for sort in ["soonest", "latest", "newest"] {
        assert_eq!(skus("reservation_list", json!({ "sort": sort }), 4), all, "{sort}");
    }
    assert_eq!(
        shop.all_pages("audit_list", &json!({}), 7).len() as i64,
        shop.number("SELECT count(*) FROM audit_entry")
    );
    shop.clock.advance_ms(120_000);
    assert_eq!(shop.core.sweep(), Ok(25));
    assert_eq!(skus("reservation_list", json!({ "status": ["expired"], "sort": "ended" }), 4), all);
}

#[test]
fn a_text_finds_walk_in_customers_and_letters_of_any_alphabet() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let variant_id = shop.variant("tea");
    let place = |customer: serde_json::Value| {
        let lines = json!([{ "variantId": variant_id, "quantity": 1 }]);
        let placed = shop.call("order_place", json!({ "lines": lines, "customer": customer })).done();
        text(&placed["order"]["number"])
    };
    let walk_in = place(json!({}));
    let named = place(json!({ "name": "Žofie Čapková", "keep": true }));
    let found = |asked: &str| {
        let page = shop.call("order_list", json!({ "filter": { "text": asked } })).done();
        numbers(page["rows"].as_array().expect("rows"))
    };
    assert_eq!(found("WALK-IN"), [walk_in]);
    assert_eq!(found("žofie"), std::slice::from_ref(&named));
    assert_eq!(found("ČAPKOVÁ"), [named]);

    shop.call(
        "reservation_create",
        json!({ "lines": [{ "variantId": variant_id, "quantity": 1 }], "forWhom": "Žofie Čapková" }),
    )
    .done();
    let holds = shop.call("reservation_list", json!({ "text": "čapková", "kind": "customer" })).done();
    assert_eq!(holds["rows"].as_array().map(Vec::len), Some(1));
    let audit =
        shop.call("audit_list", json!({ "filter": { "text": "žofie", "actions": ["customer_created"] } })).done();
    assert_eq!(audit["rows"].as_array().map(Vec::len), Some(1));
}
