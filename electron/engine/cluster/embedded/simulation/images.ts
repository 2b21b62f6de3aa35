/**
 * Which images a simulated node can "pull" and what becomes of their containers. There is no registry: a list and a
 * few rules stand for it, so that labs can teach what a wrong image does. The rules are regular expressions (RE2),
 * because the simulated kubelet applies them itself, in jq and in Go templates.
 *
 * - The course's own images exist with the tags listed here and no others.
 * - A name without a registry or owner must be a well-known official image with a tag that looks like one of its own.
 * - Every other name exists, whatever its tag.
 * - A name or tag may say itself that it cannot be pulled (`missing`, `broken`, …) or that it crashes (`crash`).
 */

const COURSE_TAGS = ['latest', 'v1', 'v2', 'v3', 'v4', 'v5']
const COURSE_IMAGES: Readonly<Record<string, readonly string[]>> = {
  'schoolofdevops/vote': COURSE_TAGS,
  'schoolofdevops/worker': COURSE_TAGS,
  'schoolofdevops/vote-worker': COURSE_TAGS,
  'schoolofdevops/result': COURSE_TAGS,
  'schoolofdevops/vote-result': COURSE_TAGS,
  'dockersamples/examplevotingapp_vote': ['latest', 'before', 'after'],
  'dockersamples/examplevotingapp_worker': ['latest'],
  'dockersamples/examplevotingapp_result': ['latest', 'before', 'after'],
}

const OFFICIAL_IMAGES = `
  adminer almalinux alpine amazoncorretto amazonlinux arangodb bash busybox caddy cassandra centos clearlinux
  clickhouse composer consul couchbase couchdb debian docker drupal eclipse-mosquitto eclipse-temurin elasticsearch
  elixir erlang fedora flink fluentd gcc ghost golang gradle groovy haproxy haskell hello-world httpd influxdb java
  jenkins jetty joomla julia kibana kong logstash mariadb maven memcached mongo mongo-express mysql nats neo4j
  nextcloud nginx node openjdk oraclelinux percona perl php phpmyadmin postgres python r-base rabbitmq redis redmine
  registry rockylinux ruby rust solr sonarqube spark swift telegraf tomcat traefik ubuntu valkey varnish vault
  wordpress zookeeper`
  .trim()
  .split(/\s+/)

const VARIANTS = `alpine|slim|bookworm|bullseye|buster|trixie|noble|jammy|focal|bionic|perl|otel|management|jre|jdk|fpm|apache|cli|glibc|musl|uclibc|rc|beta|lts|stable|mainline|edge|latest|temurin|eclipse`
const VARIANT = `(?:${VARIANTS})[0-9.]*`
const NUMBER = String.raw`(?:[0-9]{1,2}|20[0-9]{2})(?:\.[0-9]{1,2}){0,3}`
const OFFICIAL_TAG = `(?:${NUMBER}|${VARIANT})(?:-${VARIANT}|-[0-9]+)*`

const HUB = String.raw`^(?:(?:index\.)?docker\.io/)?`
const DIGEST = '(?:@sha256:[0-9a-f]{64})?$'
const literal = (text: string): string => text.replaceAll(/[.\\+*?()|[\]{}^$]/g, String.raw`\$&`)
const oneOf = (words: readonly string[]): string => `(?:${words.map(literal).join('|')})`
const asWord = (words: string): string => `(?i)(?:^|[/:._-])(?:${words})(?:[/:._-]|$)`

/** The rules, as RE2 expressions over the whole image name. */
export const IMAGE_RULES = {
  saysMissing: asWord('missing|non-?existent|no-?such(?:-[a-z]+)?|not-?found|does-?not-?exist|broken|typo'),
  saysCrash: asWord('crash|crashes|crashing|crash-?loop'),
  course: `${HUB}${oneOf(Object.keys(COURSE_IMAGES))}(?:[:@]|$)`,
  courseKnown: `${HUB}(?:${Object.entries(COURSE_IMAGES)
    .map(([name, tags]) => `${literal(name)}(?::${oneOf(tags)})?`)
    .join('|')})${DIGEST}`,
  official: `${HUB}(?:library/)?[^/]+$`,
  officialKnown: `${HUB}(?:library/)?${oneOf(OFFICIAL_IMAGES)}(?::${OFFICIAL_TAG})?${DIGEST}`,
} as const

/** Commands that end with a failure: `false`, or a script that says `exit` with another number than 0. */
export const FAILING_COMMAND = String.raw`(?:^|[\s;&/])false\s*$|(?:^|[\s;&])exit\s+[1-9][0-9]*`
/** Commands that do not end by themselves. */
export const ENDLESS_COMMAND = String.raw`sleep\s+(?:inf|infinity)|tail\s+-[a-zA-Z0-9]*[fF]|while\s+(?:true|:|sleep)|\bhttpd\b|\bnginx\b|\bserver\b|\btop\b`

export type ImageFate = 'runs' | 'missing' | 'crashes'

const expression = (rule: string): RegExp =>
  rule.startsWith('(?i)') ? new RegExp(rule.slice(4), 'i') : new RegExp(rule)
const RULES = Object.fromEntries(Object.entries(IMAGE_RULES).map(([name, rule]) => [name, expression(rule)])) as Record<
  keyof typeof IMAGE_RULES,
  RegExp
>

/** What becomes of a container with this image. The same rules as the simulated kubelet's. */
export function imageFate(image: string): ImageFate {
  if (RULES.saysMissing.test(image)) return 'missing'
  if (RULES.saysCrash.test(image)) return 'crashes'
  if (RULES.course.test(image)) return RULES.courseKnown.test(image) ? 'runs' : 'missing'
  if (RULES.official.test(image)) return RULES.officialKnown.test(image) ? 'runs' : 'missing'
  return 'runs'
}
