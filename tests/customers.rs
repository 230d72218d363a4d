//! Customers: who they are, how they are found, and two that are one person.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

fn add(shop: &Shop, customer: Value) -> Value {
    shop.call("customer_create", customer).done()["customer"].clone()
}

fn detail(shop: &Shop, customer: &Value) -> Value {
    shop.call("customer_get", json!({ "id": customer["id"] })).done()
}

fn names(page: &Value) -> Vec<String> {
    page["rows"].as_array().expect("rows").iter().map(|row| text(&row["name"])).collect()
}

fn tier(shop: &Shop, name: &str) -> Value {
    let tiers = shop.call("tier_list", json!({})).done();
    let rows = tiers["rows"].as_array().expect("rows").clone();
    rows.into_iter().find(|tier| tier["name"] == name).expect("the tier")["id"].clone()
}

#[test]
fn a_customer_is_made_changed_archived_and_restored() {
    let shop = Shop::open();
    let maja = add(&shop, json!({ "name": " Maja Kovač ", "email": "maja@example.org", "phone": "+353 (1) 555-0199" }));
    assert_eq!(
        (&maja["name"], &maja["tierName"], &maja["tierId"]),
        (&json!("Maja Kovač"), &json!("Standard"), &json!(null))
    );
    let change = |version: i64, mut what: Value| {
        what["id"] = maja["id"].clone();
        what["rowVersion"] = json!(version);
        what
    };
    let changed =
        shop.call("customer_update", change(1, json!({ "note": "Rings first", "tierId": tier(&shop, "Gold") })));
    let changed = changed.done()["customer"].clone();
    assert_eq!(
        (&changed["tierName"], &changed["note"], &changed["rowVersion"]),
        (&json!("Gold"), &json!("Rings first"), &json!(2))
    );
    assert_eq!(changed["email"], "maja@example.org", "what is left out stays");
    shop.refuses("CONFLICT", "customer_update", change(1, json!({ "name": "M." })));
    let plain =
        shop.call("customer_update", change(2, json!({ "tierId": null, "email": "" }))).done()["customer"].clone();
    assert_eq!((&plain["tierName"], &plain["email"]), (&json!("Standard"), &json!("")));
    let gone = shop.call("customer_update", change(3, json!({ "archived": true }))).done()["customer"].clone();
    assert_eq!(gone["archived"], true);
    assert_eq!(names(&shop.call("customer_list", json!({})).done()), Vec::<String>::new());
    assert_eq!(names(&shop.call("customer_list", json!({ "archived": true })).done()), ["Maja Kovač"]);
    shop.call("customer_update", change(4, json!({ "archived": false }))).done();
    let told = shop.call("audit_list", json!({ "filter": { "objectId": maja["id"] } })).done();
    let actions: Vec<&Value> = told["rows"].as_array().expect("rows").iter().map(|row| &row["action"]).collect();
    assert_eq!(
        actions,
        ["customer_restored", "customer_archived", "customer_updated", "customer_updated", "customer_created"]
    );
    shop.doctor();
}

#[test]
fn a_tier_is_a_managers_to_give() {
    let shop = Shop::open();
    let clerk = shop.role(Role::Clerk);
    let gold = tier(&shop, "Gold");
    let call = |command: &str, request: Value| shop.call_as(&clerk, &new_id(), command, &request);
    call("customer_create", json!({ "name": "Maja", "tierId": gold })).refused("FORBIDDEN");
    let maja = call("customer_create", json!({ "name": "Maja" })).done()["customer"].clone();
    let with_tier = json!({ "id": maja["id"], "rowVersion": 1, "tierId": gold });
    shop.refuses_as(&clerk, "FORBIDDEN", "customer_update", with_tier.clone());
    call("customer_update", json!({ "id": maja["id"], "rowVersion": 1, "phone": "1" })).done();
    // Naming the tier that they have already takes nobody.
    call("customer_update", json!({ "id": maja["id"], "rowVersion": 2, "tierId": null })).done();
    shop.refuses("NOT_FOUND", "customer_create", json!({ "name": "Ben", "tierId": new_id() }));
}

#[test]
fn an_email_address_names_one_customer() {
    let shop = Shop::open();
    let maja = add(&shop, json!({ "name": "Maja", "email": "maja@example.org" }));
    let ben = add(&shop, json!({ "name": "Ben" }));
    let taken = json!({ "id": ben["id"], "rowVersion": 1, "email": "MAJA@example.org" });
    let refusal = shop.refuses("CUSTOMER_EMAIL_TAKEN", "customer_update", taken.clone());
    assert_eq!((&refusal["customerId"], &refusal["name"]), (&maja["id"], &json!("Maja")));
    // Whoever is archived gives it up, and does not get it back while another has it.
    shop.call("customer_update", json!({ "id": maja["id"], "rowVersion": 1, "archived": true })).done();
    shop.call("customer_update", taken).done();
    let back = json!({ "id": maja["id"], "rowVersion": 2, "archived": false });
    shop.refuses("CUSTOMER_EMAIL_TAKEN", "customer_update", back);
    for (field, request) in [
        ("name", json!({ "name": " " })),
        ("email", json!({ "name": "Cai", "email": "cai" })),
        ("phone", json!({ "name": "Cai", "phone": "1\n2" })),
        ("note", json!({ "name": "Cai", "note": "x".repeat(2001) })),
    ] {
        assert_eq!(shop.refuses("VALIDATION", "customer_create", request)["fields"][0]["field"], field);
    }
}

#[test]
fn customers_are_found_by_parts_of_name_email_and_phone() {
    let shop = Shop::open();
    for (name, email, phone) in [
        ("Žofie Čapková", "zofie@example.org", "+420 601 222 333"),
        ("Maja Kovač", "", "(01) 555-0199"),
        ("Kinvara Guesthouse", "desk@kinvara.example", ""),
        ("Ana Kovač", "ana_k@example.org", "01 555 0200"),
    ] {
        add(&shop, json!({ "name": name, "email": email, "phone": phone }));
    }
    let found = |text: &str| names(&shop.call("customer_list", json!({ "text": text })).done());
    assert_eq!(found("kovač"), ["Ana Kovač", "Maja Kovač"]);
    assert_eq!(found("KOVAČ maj"), ["Maja Kovač"]);
    assert_eq!(found("čapk"), ["Žofie Čapková"]);
    assert_eq!(found("kinvara.example"), ["Kinvara Guesthouse"]);
    assert_eq!(found("a_k@"), ["Ana Kovač"], "an underline is a letter like others");
    assert_eq!(found("0155501"), ["Maja Kovač"]);
    assert_eq!(found("555-02"), ["Ana Kovač"]);
    assert_eq!(found("+420 601"), ["Žofie Čapková"]);
    assert_eq!(found("55"), Vec::<String>::new(), "two digits are no part of a number that anybody looks for");
    assert_eq!(found("nobody"), Vec::<String>::new());
    let suggested = |text: &str| names(&shop.call("customer_suggest", json!({ "text": text })).done());
    assert_eq!(suggested("k"), ["Kinvara Guesthouse", "Ana Kovač", "Maja Kovač", "Žofie Čapková"]);
    assert_eq!(suggested("222333"), ["Žofie Čapková"]);

    let all = |sort: &str| {
        let rows = shop.all_pages("customer_list", &json!({ "sort": sort }), 3);
        rows.iter().map(|row| text(&row["name"])).collect::<Vec<_>>()
    };
    assert_eq!(all("name"), ["Ana Kovač", "Kinvara Guesthouse", "Maja Kovač", "Žofie Čapková"]);
    assert_eq!(all("name_desc"), ["Žofie Čapková", "Maja Kovač", "Kinvara Guesthouse", "Ana Kovač"]);
    assert_eq!(all("oldest"), ["Žofie Čapková", "Maja Kovač", "Kinvara Guesthouse", "Ana Kovač"]);
    assert_eq!(all("newest"), ["Ana Kovač", "Kinvara Guesthouse", "Maja Kovač", "Žofie Čapková"]);
    let rows = shop.all_pages("customer_list", &json!({ "sort": "newest", "text": "kovač" }), 1);
    assert_eq!(rows.iter().map(|row| text(&row["name"])).collect::<Vec<_>>(), ["Ana Kovač", "Maja Kovač"]);
    let standard = shop.call("customer_list", json!({ "tierId": tier(&shop, "Standard") })).done();
    assert_eq!(names(&standard).len(), 4, "without a tier of their own they are of the default one");
    assert_eq!(names(&shop.call("customer_list", json!({ "tierId": tier(&shop, "Gold") })).done()).len(), 0);
}

#[test]
fn a_customer_is_told_in_figures() {
    let mut shop = Shop::open();
    shop.play("receive tea 50");
    let maja = add(&shop, json!({ "name": "Maja", "email": "maja@example.org" }));
    let lines = shop.lines(&["tea", "2"]);
    let place = |up_to: &str| {
        let request = json!({ "lines": lines, "customer": { "id": maja["id"] }, "upTo": up_to });
        shop.call("order_place", request).done()["order"].clone()
    };
    place("pending");
    let sold = place("delivered");
    place("confirmed");
    let lost = place("pending");
    let cancel = json!({ "id": lost["id"], "rowVersion": lost["rowVersion"], "reason": "asked to" });
    shop.call("order_cancel", cancel).done();
    shop.call("payment_record", json!({ "orderId": sold["id"], "method": "card", "amount": "1.50" })).done();
    shop.call("reservation_create", json!({ "lines": lines, "customerId": maja["id"] })).done();
    shop.call("basket_create", json!({ "customerId": maja["id"] })).done();
    let told = detail(&shop, &maja);
    let figures = ["orders", "openOrders", "holds", "heldUnits", "baskets", "waits"].map(|name| told[name].clone());
    assert_eq!(figures, [4, 2, 2, 4, 1, 0].map(|figure| json!(figure)), "{told}");
    assert_eq!((&told["spent"], &told["due"]), (&json!("4.00"), &json!("2.50")));
    assert_eq!(told["lastOrderAt"], json!(shop.core.clock().now().0));
    let row = shop.call("customer_list", json!({})).done()["rows"][0].clone();
    assert_eq!((&row["orders"], &row["lastOrderAt"]), (&json!(4), &told["lastOrderAt"]));
}

#[test]
fn two_customers_that_are_one_person_become_one() {
    let mut shop = Shop::open();
    shop.play("receive tea 50");
    let keep = add(&shop, json!({ "name": "Maja Kovač", "note": "Rings first" }));
    let other = add(
        &shop,
        json!({ "name": "M. Kovac", "email": "maja@example.org", "phone": "01 555 0199", "note": "Pays by card",
                "tierId": tier(&shop, "Silver") }),
    );
    let lines = shop.lines(&["tea", "2"]);
    for _ in 0..3 {
        let request = json!({ "lines": lines, "customer": { "email": "maja@example.org" } });
        let order = shop.call("order_place", request).done();
        assert_eq!(order["order"]["customerId"], other["id"]);
    }
    shop.call("reservation_create", json!({ "lines": lines, "customerId": other["id"] })).done();
    let many = shop.lines(&["coffee", "2"]);
    shop.call("wait_create", json!({ "lines": many, "customerId": other["id"] })).done();
    let basket = shop.call("basket_create", json!({ "customerId": other["id"] })).done();

    let merge = json!({ "keepId": keep["id"], "keepRowVersion": 1, "mergeId": other["id"], "mergeRowVersion": 1 });
    let clerk = shop.role(Role::Clerk);
    shop.refuses_as(&clerk, "FORBIDDEN", "customer_merge", merge.clone());
    let told = shop.call("customer_merge", merge.clone()).done();
    let figures = ["orders", "holds", "baskets", "waits"].map(|name| told[name].clone());
    assert_eq!(figures, [3, 4, 1, 1].map(|figure| json!(figure)), "{told}");
    let customer = &told["customer"];
    assert_eq!(
        (&customer["name"], &customer["email"], &customer["phone"], &customer["tierName"], &customer["note"]),
        (
            &json!("Maja Kovač"),
            &json!("maja@example.org"),
            &json!("01 555 0199"),
            &json!("Silver"),
            &json!("Rings first\nPays by card")
        )
    );
    let gone = detail(&shop, &other)["customer"].clone();
    assert_eq!((&gone["archived"], &gone["mergedIntoId"]), (&json!(true), &keep["id"]));
    let now = shop.call("basket_get", json!({ "id": basket["id"] })).done();
    assert_eq!(now["customer"]["id"], keep["id"]);

    // Whoever still has the old id in hand gets the customer that it became.
    let order = shop.call("order_place", json!({ "lines": lines, "customer": { "id": other["id"] } })).done();
    assert_eq!(order["order"]["customerId"], keep["id"]);
    let held = shop.call("reservation_create", json!({ "lines": lines, "customerId": other["id"] })).done();
    assert_eq!(held["rows"][0]["customerId"], keep["id"]);
    shop.refuses("CONFLICT", "customer_merge", merge);
    let version = gone["rowVersion"].clone();
    let restore = json!({ "id": other["id"], "rowVersion": version, "archived": false });
    shop.refuses("VALIDATION", "customer_update", restore);
    let twice = json!({
        "keepId": keep["id"], "keepRowVersion": customer["rowVersion"], "mergeId": other["id"], "mergeRowVersion": version,
    });
    shop.refuses("ARCHIVED", "customer_merge", twice);
    let same = json!({ "keepId": keep["id"], "keepRowVersion": 2, "mergeId": keep["id"], "mergeRowVersion": 2 });
    shop.refuses("VALIDATION", "customer_merge", same);

    // Merged on, the first one leads to the last in one step.
    let third = add(&shop, json!({ "name": "Maja K." }));
    let on = json!({ "keepId": third["id"], "keepRowVersion": 1, "mergeId": keep["id"], "mergeRowVersion": customer["rowVersion"] });
    let told = shop.call("customer_merge", on).done();
    assert_eq!((&told["orders"], &told["customer"]["email"]), (&json!(4), &json!("maja@example.org")));
    assert_eq!(detail(&shop, &other)["customer"]["mergedIntoId"], third["id"]);
    let entries = shop.call("audit_list", json!({ "filter": { "objectId": third["id"] } })).done()["rows"].clone();
    let entry = shop.call("audit_get", json!({ "seq": entries[0]["seq"] })).done();
    assert_eq!(entry["newValue"]["moved"], json!({ "orders": 4, "holds": 6, "waits": 1, "baskets": 1 }), "{entry}");
    shop.doctor();
}

#[test]
fn a_merge_takes_no_email_that_somebody_else_has_by_now() {
    let shop = Shop::open();
    let former = add(&shop, json!({ "name": "Bob", "email": "bob@dup.example" }));
    shop.call("customer_update", json!({ "id": former["id"], "rowVersion": 1, "archived": true })).done();
    let now = add(&shop, json!({ "name": "Rob", "email": "Bob@dup.example" }));
    let keep = add(&shop, json!({ "name": "Robert" }));
    let merge = json!({ "keepId": keep["id"], "keepRowVersion": 1, "mergeId": former["id"], "mergeRowVersion": 2 });
    let told = shop.call("customer_merge", merge).done();
    assert_eq!((&told["customer"]["email"], &told["customer"]["archived"]), (&json!(""), &json!(false)), "{told}");
    assert_eq!(detail(&shop, &now)["customer"]["email"], "Bob@dup.example");
    assert_eq!(detail(&shop, &former)["customer"]["mergedIntoId"], keep["id"]);
}

#[test]
fn whoever_comes_back_with_an_archived_tier_is_of_the_default_one() {
    let shop = Shop::open();
    let gold = shop.call("tier_list", json!({})).done()["rows"].clone();
    let gold = gold.as_array().expect("rows").iter().find(|tier| tier["name"] == "Gold").expect("the tier").clone();
    let maja = add(&shop, json!({ "name": "Maja", "tierId": gold["id"] }));
    let archived = |version: i64, archived: bool| {
        let request = json!({ "id": maja["id"], "rowVersion": version, "archived": archived });
        shop.call("customer_update", request).done()["customer"].clone()
    };
    archived(1, true);
    shop.call("tier_update", json!({ "id": gold["id"], "rowVersion": gold["rowVersion"], "archived": true })).done();
    assert_eq!(archived(2, false)["tierName"], "Standard");
    let basket = shop.call("basket_create", json!({ "customerId": maja["id"] })).done();
    assert_eq!(basket["customer"]["tierName"], "Standard", "{basket}");
    let listed = shop.call("customer_list", json!({})).done();
    assert_eq!(listed["rows"][0]["tierName"], "Standard", "{listed}");
}
