// Reads a calendar on standard input with ical.js and prints its events as JSON.
//
// Zones come from the VTIMEZONEs of the file alone: nothing is registered with ICAL.TimezoneService,
// which knows UTC only, and a time whose zone the file does not describe is an error.

import { readFileSync } from "node:fs";

import ICAL from "ical.js";

function seconds(time, uid) {
  if (time.isDate) return Date.UTC(time.year, time.month - 1, time.day) / 1000;
  if (time.zone === ICAL.Timezone.localTimezone) {
    throw new Error(`${uid}: ${time} is in no zone that the file describes`);
  }
  return time.toUnixTime();
}

function entry(component) {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: seconds(event.startDate, event.uid),
    end: seconds(event.endDate, event.uid),
    summary: event.summary ?? "",
    location: event.location ?? "",
    description: event.description ?? "",
    status: component.getFirstPropertyValue("status") ?? "",
  };
}

ICAL.TimezoneService.reset();
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const entries = calendar.getAllSubcomponents("vevent").map(entry);
process.stdout.write(JSON.stringify(entries));
