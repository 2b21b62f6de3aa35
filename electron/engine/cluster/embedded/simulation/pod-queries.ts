import { ENDLESS_COMMAND, FAILING_COMMAND, IMAGE_RULES } from './images.ts'

const matches = (rule: string): string => `test(${JSON.stringify(rule)})`

/**
 * What the rules ask about a pod, as jq functions. `mains` and `inits` pair each container of the spec with its
 * status; the functions below them work on such a pair.
 */
export const POD_QUERIES = `
def missing:
  ${matches(IMAGE_RULES.saysMissing)} or ((${matches(IMAGE_RULES.saysCrash)} | not) and (
    if ${matches(IMAGE_RULES.course)} then (${matches(IMAGE_RULES.courseKnown)} | not)
    else ${matches(IMAGE_RULES.official)} and (${matches(IMAGE_RULES.officialKnown)} | not) end));
def line: [.command[]?, .args[]?] | join(" ");
def failing: ${matches(FAILING_COMMAND)};
def crashes: (.image | ${matches(IMAGE_RULES.saysCrash)}) or (line | failing);
def hopeless: .readinessProbe | ([.exec.command[]?] | join(" ") | failing) or (.httpGet.path // "" | ${matches(IMAGE_RULES.saysMissing)});
def endless: line | ${matches(ENDLESS_COMMAND)};
def slept: [line | capture("sleep\\\\s+(?<n>[0-9]+)")? | .n | tonumber] | max;
def seconds: tostring + "s";
def leaving: .metadata.deletionTimestamp != null;
def finalized: (.metadata.finalizers // []) != [];
def created: .status.podIP != null;
def initialized: any(.status.conditions[]?; .type == "Initialized" and .status == "True");
def over: .status.phase == "Succeeded" or .status.phase == "Failed";
def alive: (leaving | not) and created and (over | not);
def pairs(specs; statuses): [statuses] as $statuses | [specs | . as $spec | {spec: $spec, status: ([$statuses[] | select(.name == $spec.name)] | first // {})}];
def mains: pairs(.spec.containers[]?; .status.containerStatuses[]?);
def inits: pairs(.spec.initContainers[]?; .status.initContainerStatuses[]?);
def reason: .status.state.waiting.reason // "";
def running: .status.state.running != null;
def ended: .status.state.terminated != null;
def failed: ended and .status.state.terminated.exitCode != 0;
def sidecar: .spec.restartPolicy == "Always";
def unpulled: reason == "ErrImagePull" or reason == "ImagePullBackOff";
def changed: .status.image != .spec.image;
def unpullable: (.spec.image | missing) and ((unpulled | not) or changed);
def startable: (.spec.image | missing | not) and (changed or unpulled or reason == "ContainerCreating" or reason == "PodInitializing");
def awaited: running and (.status.ready | not) and .spec.readinessProbe != null and (.spec | crashes | not);
`
  .trim()
  .replaceAll(/\s*\n\s*/g, ' ')
  .concat(' ')
