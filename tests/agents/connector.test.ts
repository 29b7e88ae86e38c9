import './onAgents';
import '../bot/connector.test';
