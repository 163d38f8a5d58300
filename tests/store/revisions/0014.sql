INSERT INTO series (id, title, content, source_hash, entry_form, version, created_at, modified_at)
VALUES ('reading-group', 'Reading group', '{"id":"reading-group","title":"Reading group"}', '1:ab/1-2026a', '1-2026a', 2, '2026-01-01 00:00:00', '2026-01-02 00:00:00');
INSERT INTO sessions (series_id, id, uid, source_ids, title, status, start_at, content, content_hash, sequence, created_at, modified_at, is_removed, entry_public, entry_subscribers, entry_zones, version)
VALUES ('reading-group', 'one', 'one@example', '["one"]', 'One', 'scheduled', '2026-03-01 10:00:00', '{"id":"one","start":{"wall":"2026-03-01T11:00:00","zone":"Europe/Zurich"}}', '1:cd', 1, '2026-01-01 00:00:00', '2026-01-02 00:00:00', false, 'VEVENT', 'VEVENT', '[["Europe/Zurich",2026]]', 2);
INSERT INTO talks (series_id, session_id, id, position, kind, title, content)
VALUES ('reading-group', 'one', 'a', 0, 'talk', 'One', '{"id":"a","title":"One"}');
INSERT INTO changes (series_id, version, session_id, kind, content, recorded_at)
VALUES ('reading-group', 2, 'one', 'Added', '{"change":"Added","session":{"id":"one"}}', '2026-01-02 00:00:00');
INSERT INTO past_joins (series_id, url, passcode) VALUES ('reading-group', 'https://meet.example/1', 'x');
INSERT INTO sources (series_id, location, read_at, problem) VALUES ('reading-group', 'schedules/reading-group.yaml', '2026-01-02 00:00:00', '')
;
INSERT INTO chats (platform, address, created_at, zone, offsets, quiet_from, quiet_to, ruled_at, digest_weekday, digest_minute, digest_since) VALUES ('telegram', '42', '2026-01-03 00:00:00', 'Europe/Zurich', '[86400,3600]', 1320, 420, 1767398400, 0, 480, 1767398400);
INSERT INTO subscriptions (chat_id, series_id, created_at) SELECT id, 'reading-group', '2026-01-03 00:00:00' FROM chats;
INSERT INTO stars (chat_id, series_id, session_id, created_at) SELECT id, 'reading-group', 'one', '2026-01-03 00:00:00' FROM chats;
INSERT INTO feed_tokens (token_hash, chat_id, created_at) SELECT 'abc', id, '2026-01-03 00:00:00' FROM chats;
INSERT INTO mutes (chat_id, series_id, session_id, created_at) SELECT id, 'reading-group', 'one', '2026-01-03 00:00:00' FROM chats;
INSERT INTO deliveries (chat_id, series_id, session_id, offset_s, start_at, due_at, expires_at, next_at) SELECT id, 'reading-group', 'one', 3600, 1772359200, 1772355600, 1772360100, 1772355600 FROM chats;
INSERT INTO limiters (account, next_at, paused_until) VALUES ('telegram:ab', 1772355600000000, 0);
INSERT INTO watches (chat_id, folded, words, created_at) SELECT id, 'kernels', 'Kernels', '2026-01-03 00:00:00' FROM chats;
INSERT INTO alerts (chat_id, series_id, session_id, version) SELECT id, 'reading-group', 'one', 2 FROM chats;
INSERT INTO deliveries (chat_id, kind, series_id, session_id, offset_s, start_at, subject, due_at, expires_at, status, attempts, message_id, shown, sent_at) SELECT chat_id, 'edit', series_id, session_id, offset_s, start_at, id, 1772355700, 1772359300, 'sent', 1, '77', 'ab', 1772355701 FROM deliveries
;
INSERT INTO organizers (series_id, platform, person, origin, name, created_at) VALUES ('reading-group', 'telegram', '42', 'link', 'Ada Example', '2026-01-03 00:00:00');
INSERT INTO organizer_links (token_hash, series_id, name, created_at, expires_at, used_at) VALUES ('abc', 'reading-group', 'Ada Example', '2026-01-03 00:00:00', '2026-01-04 00:00:00', '2026-01-03 00:01:00');
INSERT INTO audit (series_id, platform, person, name, action, about, version, recorded_at) VALUES ('reading-group', 'telegram', '42', 'Ada Example', 'edited', '', 2, '2026-01-03 00:00:00');
INSERT INTO bases (series_id, content) VALUES ('reading-group', '{"id":"reading-group","title":"Reading group"}');
INSERT INTO overlays (series_id, session_id, facet, position, content, created_at) VALUES ('reading-group', 'one', 'standing', 1, '{"edit":"Cancel","session_id":"one"}', '2026-01-03 00:00:00');
INSERT INTO drafts (id, platform, person, series_id, content, shown_hash, created_at) VALUES ('0a', 'telegram', '42', 'reading-group', '{"edit":"Restore","session_id":"one"}', '1:cd', '2026-01-03 00:00:00');
UPDATE subscriptions SET changes = 'time';
INSERT INTO notices (message, series_id, session_id, before, version, changed_at, settle_at) VALUES (1, 'reading-group', 'one', '{"id":"one"}', 2, '2026-01-02 00:00:00', 1767398400)
;
UPDATE sources SET kind = 'file'
;
INSERT INTO letters (series_id, session_id, purpose, key, content, by_platform, by_person, created_at, due_at, expires_at) VALUES ('reading-group', 'one', 'announcement', '', '{"text":"The room is locked."}', 'telegram', '42', '2026-01-03 00:00:00', 1767398400, 1767484800)
;
INSERT INTO pastes (id, platform, person, series_id, name, media_type, data, mends, created_at, touched_at) VALUES ('0b', 'telegram', '42', 'reading-group', '', '', 'x', '{}', '2026-01-03 00:00:00', '2026-01-03 00:00:00')
;
INSERT INTO questions (platform, person, address, command, asked_at) VALUES ('telegram', '42', '42', 'describe ~0123456789ab title:', '2026-01-03 00:00:00');
INSERT INTO speaker_links (token_hash, series_id, session_id, talk_id, by_platform, by_person, created_at, expires_at, platform, person, opened_at) VALUES ('abc', 'reading-group', 'one', '', 'telegram', '42', '2026-01-03 00:00:00', '2026-03-01 00:00:00', 'telegram', '43', '2026-01-03 00:01:00');
INSERT INTO proposals (link_id, content, created_at, sent_at, outcome, reason) SELECT id, '{"title":"One"}', '2026-01-03 00:02:00', '2026-01-03 00:03:00', '', '' FROM speaker_links;
INSERT INTO nag_rules (platform, person, offsets, ruled_at) VALUES ('telegram', '42', '[604800]', 1767398400);
INSERT INTO nags (platform, person, series_id, session_id, start_at, offset_s, letter_id, planned_at) VALUES ('telegram', '42', 'reading-group', 'one', 1772359200, 604800, 1, 1771754400)
;
INSERT INTO watched (series_id, definition, accepted, settled, next_at) VALUES ('reading-group', '{"id":"reading-group","title":"Reading group"}', '{"id":"reading-group","title":"Reading group"}', '[]', '2026-01-03 00:00:00')
;
INSERT INTO page_keys (token_hash, kind, series_id, platform, person, language, created_at, expires_at) VALUES ('abc', 'link', 'reading-group', 'telegram', '42', 'en', '2026-01-03 00:00:00', '2026-01-03 00:15:00');
INSERT INTO feed_readers (series_id, day, app, readers) VALUES ('reading-group', '2026-01-03', 'thunderbird', 3)
