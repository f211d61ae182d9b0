import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";

import type { Registration } from "../program/registrations";

/** What the engine asks a pack about one resource: its inputs, as the program has sent them. */
export function analyzeRequest({ urn, request }: Registration): analyzer.AnalyzeRequest {
  const registered = requestOf(request);
  const asked = new analyzer.AnalyzeRequest();
  asked.setType(registered.getType());
  asked.setName(registered.getName());
  asked.setUrn(urn);
  asked.setProperties(registered.getObject());
  asked.setOptions(optionsOf(registered));
  return asked;
}

/** What the engine asks at the end: all resources with their outputs, and how they depend on each other. */
export function stackRequest(registrations: readonly Registration[]): analyzer.AnalyzeStackRequest {
  const asked = new analyzer.AnalyzeStackRequest();
  asked.setResourcesList(registrations.map(stackResource));
  return asked;
}

function stackResource({ urn, request, response }: Registration): analyzer.AnalyzerResource {
  const registered = requestOf(request);
  const resource = new analyzer.AnalyzerResource();
  resource.setType(registered.getType());
  resource.setName(registered.getName());
  resource.setUrn(urn);
  resource.setProperties(RegisterResourceResponse.deserializeBinary(bytes(response)).getObject());
  resource.setOptions(optionsOf(registered));
  resource.setParent(registered.getParent());
  resource.setDependenciesList(registered.getDependenciesList());
  registered.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = new analyzer.AnalyzerPropertyDependencies();
    urns.setUrnsList(dependencies.getUrnsList());
    resource.getPropertydependenciesMap().set(property, urns);
  });
  return resource;
}

function optionsOf(registered: RegisterResourceRequest): analyzer.AnalyzerResourceOptions {
  const options = new analyzer.AnalyzerResourceOptions();
  options.setProtect(registered.getProtect() ?? false);
  options.setParent(registered.getParent());
  return options;
}

/** The request as the program sent it. */
export function requestOf(request: string): RegisterResourceRequest {
  return RegisterResourceRequest.deserializeBinary(bytes(request));
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}
